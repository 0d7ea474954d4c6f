// breaks: src-alone
import { value } from '../../test/plain.ts';

export const taken = value;
