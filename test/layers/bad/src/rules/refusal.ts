// Not a break: the one file that rules share.
export const refused = 1;
