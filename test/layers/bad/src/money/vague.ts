// breaks: names-that-say-nothing
import { value } from './utils.ts';

export const taken = value;
