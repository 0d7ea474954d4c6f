// breaks: names-that-say-nothing
import { value } from './moneyHelpers.ts';

export const taken = value;
