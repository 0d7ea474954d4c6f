// Not a break: the shell may use Node.
import { sep } from 'node:path';

export const taken = sep;
