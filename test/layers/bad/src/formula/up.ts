// breaks: order-formula
import { value } from '../written/plain.ts';

export const taken = value;
