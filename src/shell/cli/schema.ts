// shapan schema — JSON Schemas with Chinese descriptions, printed, or written into a folder.

import { join } from 'node:path';
import { SCHEMAS, type SchemaName, schemaText } from '../../written/jsonSchema.ts';
import { writeWhole } from '../files.ts';
import type { Context } from './context.ts';

export function schema(context: Context, name: SchemaName, out: string | null): number {
  if (out === null) {
    process.stdout.write(schemaText(name, context.language));
    return 0;
  }
  for (const one of SCHEMAS) writeWhole(join(out, `${one}.json`), schemaText(one, context.language));
  process.stderr.write(`${context.say('written', { count: SCHEMAS.length, folder: out })}\n`);
  return 0;
}
