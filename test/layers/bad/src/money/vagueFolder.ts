// breaks: names-that-say-nothing
import { value } from './shared/fen.ts';

export const taken = value;
