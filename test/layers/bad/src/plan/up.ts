// breaks: order-plan
import { value } from '../books/plain.ts';

export const taken = value;
