// breaks: rules-apart
import { value } from './plain.ts';
import { refused } from './refusal.ts';

export const taken = value + refused;
