// breaks: order-written
import { value } from '../plan/plain.ts';

export const taken = value;
