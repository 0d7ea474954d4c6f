// JSON Schemas of the files for editors, made from the same shapes that read them; keys are offered in both languages.

import * as z from 'zod';
import { aboutKey, chineseKey, chineseKeys } from '../words/keys.ts';
import type { Language } from '../words/language.ts';
import { batchShape } from './batchFile.ts';
import { described } from './leaves.ts';
import { countyShape, documentsShape, policyShape, scenarioShape } from './shapes.ts';
import { uncertaintyShape } from './uncertaintyShape.ts';

export const SCHEMAS = ['scenario', 'policy', 'county', 'uncertainty', 'documents', 'batch'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

type Json = { [key: string]: unknown };

const named = (shape: z.ZodType) => z.union([z.string(), shape]);

/** Files may say more than what is read of them in the end: `extends`, `set`, and names of other files. */
const FILES: Readonly<Record<SchemaName, () => z.ZodType>> = {
  scenario: () =>
    scenarioShape
      .extend({
        extends: z.string().optional(),
        set: z.record(z.string(), z.unknown()).optional(),
        policy: named(policyShape.extend({ extends: z.string().optional() }).partial()),
        county: named(countyFile().partial()),
        uncertainty: named(uncertaintyFile().partial()).optional(),
      })
      .partial(),
  policy: () => policyShape.extend({ extends: z.string().optional() }).partial(),
  county: () => countyFile().partial(),
  uncertainty: () => uncertaintyFile().partial(),
  documents: () => documentsShape,
  batch: () => batchShape,
};

function countyFile() {
  return countyShape.extend({
    extends: z.string().optional(),
    activity: z.union([z.string(), z.array(z.string()), countyShape.shape.activity]).optional(),
  });
}

function uncertaintyFile() {
  return uncertaintyShape.extend({ extends: z.string().optional() });
}

export function schemaText(name: SchemaName, language: Language = 'zh'): string {
  const schema = shared(converted(FILES[name](), language));
  return `${laidOut({ ...schema, title: `shapan ${name}` }, '')}\n`;
}

/** A line is as wide as this, where what stands on it is one thing. */
const LINE_WIDTH = 120;

/** JSON with short things on one line: most of a schema are references, which would take three each. */
function laidOut(part: unknown, indent: string): string {
  if (typeof part !== 'object' || part === null) return JSON.stringify(part);
  const inner = `${indent} `;
  const items = Array.isArray(part)
    ? part.map((item) => laidOut(item, inner))
    : Object.entries(part).map(([key, value]) => `${JSON.stringify(key)}: ${laidOut(value, inner)}`);
  const [open, close] = Array.isArray(part) ? '[]' : '{}';
  const line = `${open}${items.join(', ')}${close}`;
  return indent.length + line.length <= LINE_WIDTH && !line.includes('\n')
    ? line
    : `${open}\n${items.map((item) => inner + item).join(',\n')}\n${indent}${close}`;
}

/** Anything said more than once is said in `definitions`: each key stands there twice, and keys lie in keys. */
function shared(schema: Json): Json {
  const times = new Map<string, number>();
  const count = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const text = JSON.stringify(part);
    const seen = (times.get(text) ?? 0) + 1;
    times.set(text, seen);
    if (seen === 1) for (const inner of Object.values(part)) count(inner);
  };
  count(schema);
  const numbers = new Map<string, number>();
  const definitions: Json = {};
  const rewritten = (part: unknown, isSchema: boolean): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    const text = JSON.stringify(part);
    const isShared = isSchema && text.length > SHORT && (times.get(text) ?? 0) > 1;
    const known = numbers.get(text);
    if (isShared && known !== undefined) return { $ref: `#/definitions/${known}` };
    if (isShared) numbers.set(text, numbers.size + 1);
    const own = Array.isArray(part)
      ? part.map((item) => rewritten(item, true))
      : Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, rewritten(inner, !isSchema || SCHEMA_KEYS.has(key))]));
    if (!isShared) return own;
    definitions[String(numbers.get(text))] = own;
    return { $ref: `#/definitions/${numbers.get(text)}` };
  };
  return { ...(rewritten(schema, true) as Json), definitions };
}

/** What a reference would not make shorter. */
const SHORT = 60;
/** Where a schema holds a schema; elsewhere it holds schemas by name, lists or words. */
const SCHEMA_KEYS: ReadonlySet<string> = new Set(['items', 'additionalProperties']);

function converted(shape: z.ZodType, language: Language): Json {
  return z.toJSONSchema(shape, {
    target: 'draft-7',
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const found = described.get(zodSchema);
      const json = jsonSchema as Json;
      if (found?.json !== undefined) Object.assign(json, found.json);
      if (found?.inner !== undefined) {
        const inner = stripped(converted(found.inner, language));
        Object.assign(json, found.isRecord === true ? { type: 'object', additionalProperties: inner.items } : valueSchema(inner, language));
      }
      if (found?.either !== undefined) json.anyOf = found.either.map((shape) => stripped(converted(shape, language)));
      if (json.properties !== undefined) json.properties = withChineseKeys(json.properties as Json, language);
      delete json.required;
    },
  }) as Json;
}

function stripped(schema: Json): Json {
  const { $schema: _, ...rest } = schema;
  return rest;
}

/** What `value` may look like: the plain thing, by year, or with what it rests on. */
function valueSchema(inner: Json, language: Language): Json {
  const word = { type: ['string', 'number'] };
  const source = { type: 'object', properties: withChineseKeys({ document: word, clause: word }, language), additionalProperties: false };
  const beside = { value: {}, source, assumption: word, checked: { type: 'string' }, stated: word, note: word };
  const grounded = {
    type: 'object',
    properties: withChineseKeys(beside, language),
    anyOf: [{ required: ['value'] }, { required: [chineseKey('value')] }],
    additionalProperties: false,
  };
  const dated = { type: 'object', patternProperties: { '^\\d{4}$': { anyOf: [inner, grounded] } }, additionalProperties: false };
  return { anyOf: [inner, grounded, dated] };
}

/** Each key with its description, and again under its Chinese name. `null` takes out what an extended file says (`extends`). */
function withChineseKeys(properties: Json, language: Language): Json {
  const all: Json = {};
  for (const [key, schema] of Object.entries(properties)) {
    const description = aboutKey(key)?.[language];
    const own = orNull(schema as Json, description);
    all[key] = own;
    for (const chinese of chineseKeys(key)) all[chinese] = own;
  }
  return all;
}

/** A schema or `null`, with what its key means; one that says so already (an optional mapping is seen twice) stays. */
function orNull(schema: Json, description: string | undefined): Json {
  const [, nothing] = (schema.anyOf as Json[] | undefined) ?? [];
  const either = nothing?.type === 'null' ? schema : { anyOf: [schema, { type: 'null' }] };
  return description === undefined ? either : { ...either, description };
}
