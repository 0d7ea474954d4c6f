// Mappings whose keys a file chooses itself, and the choice between a short and a long way to write a thing.

import * as z from 'zod';
import { described, isId, kindOf, pass, raise } from './leaves.ts';
import { isTreeMap, keysOf, type Tree } from './tree.ts';

/** Age bands are named by their ends: `0-14`, `60+`. */
const BAND = /^[\p{L}\p{N}][\p{L}\p{N}_+-]*$/u;

/** A mapping from age bands to values, in the file's order. */
export function byBand<T>(inner: z.ZodType<T>): z.ZodType<readonly (readonly [string, T])[]> {
  return record(inner, (key) => BAND.test(key) && key.length <= 80);
}

/** A mapping from ids to values, in the file's order. */
export function record<T>(inner: z.ZodType<T>, isKey: (key: string) => boolean = isId): z.ZodType<readonly (readonly [string, T])[]> {
  const schema = z.unknown().transform((tree, context): readonly (readonly [string, T])[] => {
    if (!isTreeMap(tree as Tree)) {
      raise(context, tree === undefined ? 'missing-key' : 'wrong-type', { wanted: 'mapping', got: kindOf(tree as Tree) });
      return z.NEVER;
    }
    const map = tree as Readonly<Record<string, Tree>>;
    const entries: (readonly [string, T])[] = [];
    for (const key of keysOf(map).map(String)) {
      if (!isKey(key)) {
        raise(context, 'bad-id', { got: key }, [key]);
        continue;
      }
      const read = inner.safeParse(map[key]);
      if (read.success) entries.push([key, read.data]);
      else pass(read.error.issues, [key], context);
    }
    return entries;
  });
  described.set(schema, { inner: z.array(inner), isRecord: true });
  return schema;
}

/** Either of two shapes: `long` where a mapping with keys of its own stands, else `short`, plain or with what it rests on. */
export function shortOrLong<S, L>(short: z.ZodType<S>, long: z.ZodType<L>): z.ZodType<S | L> {
  const schema = z.unknown().transform((tree, context): S | L => {
    const isShort = !isTreeMap(tree as Tree) || keysOf(tree as Tree).some((key) => key === 'value' || /^\d{4}$/.test(String(key)));
    const read = isShort ? short.safeParse(tree) : long.safeParse(tree);
    if (read.success) return read.data;
    pass(read.error.issues, [], context);
    return z.NEVER;
  });
  described.set(schema, { either: [short, long] });
  return schema;
}
