// breaks: packages-in-shell
import { parse } from 'csv-parse/sync';

export const taken = parse;
