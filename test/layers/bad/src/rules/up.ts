// breaks: order-rules
import { value } from '../year/plain.ts';

export const taken = value;
