import { value } from './roundedShare.ts';

export const taken = value;
