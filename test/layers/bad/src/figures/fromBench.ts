// breaks: src-alone
import { value } from '../../bench/plain.mjs';

export const taken = value;
