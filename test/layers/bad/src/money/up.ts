// breaks: order-money
import { value } from '../words/plain.ts';

export const taken = value;
