// breaks: order-study
import { value } from '../report/plain.ts';

export const taken = value;
