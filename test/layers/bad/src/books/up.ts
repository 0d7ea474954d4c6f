// breaks: order-books
import { value } from '../rules/plain.ts';

export const taken = value;
