// breaks: order-year
import { value } from '../figures/plain.ts';

export const taken = value;
