// breaks: order-weather
import { value } from '../books/plain.ts';

export const taken = value;
