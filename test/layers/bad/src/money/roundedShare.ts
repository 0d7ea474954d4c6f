// Not a break: `Share` is a word of the field.
export const value = 1;
