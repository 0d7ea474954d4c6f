// breaks: found
// @ts-expect-error: there is no such file
import { value } from './nowhere.ts';

export const taken = value;
