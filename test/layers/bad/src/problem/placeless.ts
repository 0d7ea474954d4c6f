// breaks: folder-without-place
import { value } from '../placeless/plain.ts';

export const taken = value;
