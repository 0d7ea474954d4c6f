// breaks: index-for-outsiders
import { value } from '../index.ts';

export const taken = value;
