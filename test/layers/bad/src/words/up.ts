// breaks: order-words
import { value } from '../written/plain.ts';

export const taken = value;
