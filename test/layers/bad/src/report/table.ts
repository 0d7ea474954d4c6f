// breaks: packages-in-shell
import { stringify } from 'csv-stringify/sync';

export const taken = stringify;
