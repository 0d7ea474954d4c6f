// breaks: order-figures
import { value } from '../checks/plain.ts';

export const taken = value;
