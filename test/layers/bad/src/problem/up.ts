// breaks: order-problem
import { value } from '../money/plain.ts';

export const taken = value;
