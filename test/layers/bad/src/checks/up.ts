// breaks: order-checks
import { value } from '../report/plain.ts';

export const taken = value;
