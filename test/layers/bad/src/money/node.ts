// breaks: node-in-shell
import { sep } from 'node:path';

export const taken = sep;
