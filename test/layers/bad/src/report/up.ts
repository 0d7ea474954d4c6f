// breaks: order-report
import { value } from '../shell/plain.ts';

export const taken = value;
