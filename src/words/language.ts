// Everything a person sees is Chinese by default and English on request, from the tables of this folder.

export type Language = 'zh' | 'en';

/** One text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Fills `{name}` in a text from `args`; a name without an argument is left as it stands, so that it is noticed. */
export function filled(text: string, args: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => (Object.hasOwn(args, name) ? String(args[name]) : all));
}
