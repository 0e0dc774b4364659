/**
 * The published schema of training configs says exactly what the reader accepts: every limit, name and need is tried
 * against both.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONFIG_FIELDS, readTrainConfig } from '../../../src/training/train-config';
import { scratchFolder } from '../../support/scratch-folder';

type Schema = Readonly<Record<string, unknown>>;
type Fields = Record<string, unknown>;

const ROOT = path.join(__dirname, '../../..');
const read = (file: string): Fields =>
  JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Fields;
const SCHEMA = read('training/config.schema.json');
const PROPERTIES = SCHEMA['properties'] as Readonly<Record<string, Schema>>;
const SHIPPED = read('training/english.json');
const SGD = { ...SHIPPED, optimiser: 'sgd', momentum: 0.5 };
/** Phones learned step by step, from which excerpts may be. */
const FRAMES = withoutField({ ...SHIPPED, phoneLoss: 'frames', characterWeight: 0 }, 'pieces');

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
};

/** The keywords of JSON Schema that the schema uses; an unknown one is a mistake. */
const KEYWORDS: Readonly<Record<string, (schema: Schema, value: unknown) => boolean>> = {
  $schema: () => true,
  title: () => true,
  description: () => true,
  type: ({ type }, value) => TYPES[type as string]!(value),
  enum: (schema, value) => (schema['enum'] as unknown[]).includes(value),
  const: (schema, value) => schema['const'] === value,
  minimum: ({ minimum }, value) => typeof value !== 'number' || value >= (minimum as number),
  maximum: ({ maximum }, value) => typeof value !== 'number' || value <= (maximum as number),
  minItems: ({ minItems }, value) => !Array.isArray(value) || value.length >= (minItems as number),
  prefixItems: ({ prefixItems }, value) =>
    !Array.isArray(value) || (prefixItems as Schema[]).every((s, i) => fits(s, value[i])),
  items: ({ items, prefixItems = [] }, value) =>
    !Array.isArray(value) ||
    value.slice((prefixItems as unknown[]).length).every((v) => fits(items as Schema | boolean, v)),
  properties: ({ properties }, value) =>
    !isObject(value) ||
    Object.entries(properties as Record<string, Schema>).every(
      ([key, schema]) => !(key in value) || fits(schema, value[key]),
    ),
  required: ({ required }, value) =>
    !isObject(value) || (required as string[]).every((key) => key in value),
  additionalProperties: ({ additionalProperties, properties = {} }, value) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([key, v]) =>
        key in (properties as Fields) || fits(additionalProperties as Schema | boolean, v),
    ),
  oneOf: ({ oneOf }, value) => (oneOf as Schema[]).filter((s) => fits(s, value)).length === 1,
  allOf: ({ allOf }, value) => (allOf as Schema[]).every((s) => fits(s, value)),
  not: ({ not }, value) => !fits(not as Schema, value),
  if: (schema, value) => {
    const branch = fits(schema['if'] as Schema, value) ? schema['then'] : schema['else'];
    return fits((branch ?? true) as Schema | boolean, value);
  },
  then: () => true,
  else: () => true,
};

function fits(schema: Schema | boolean, value: unknown): boolean {
  if (typeof schema === 'boolean') return schema;
  return Object.keys(schema).every((keyword) => {
    const check = KEYWORDS[keyword];
    if (!check) throw new RangeError(`Unknown keyword ${keyword}`);
    return check(schema, value);
  });
}

const folder = scratchFolder();

/** What must stand or not stand beside a field so that it may be there at all. */
const NEEDS: Readonly<Record<string, Fields>> = {
  momentum: { ...SGD, momentum: 0 },
  optimiser: { ...SGD, momentum: 0 },
  chunkedShare: { chunks: { chunk: 5, context: 3 } },
  truncatedBlocks: { chunks: undefined, chunkedShare: undefined },
};

/** What both say of a config; they must say the same. */
async function accepts(config: Fields): Promise<boolean> {
  const file = folder.write('config.json', JSON.stringify(config));
  const error: unknown = await readTrainConfig(file).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  const read = JSON.parse(JSON.stringify(config)) as Fields;
  expect(fits(SCHEMA, read), String(error)).toBe(error === undefined);
  return error === undefined;
}

/** The fields but one. */
function withoutField(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** Values at and just beyond what a schema of one value allows: [value, allowed]. */
function probes(schema: Schema): [unknown, boolean][] {
  const { type, minimum, maximum } = schema as { type?: string; minimum: number; maximum: number };
  const list: [unknown, boolean][] = [[{}, false]];
  if (Array.isArray(schema['enum'])) {
    return [...list, ...schema['enum'].map((v): [unknown, boolean] => [v, true]), ['x', false]];
  }
  switch (type) {
    case 'number':
    case 'integer':
      list.push([minimum, true], [maximum, true], ['1', false], [null, false]);
      list.push([minimum - 1, false], [maximum + 1, false]);
      list.push([minimum + 0.5, type === 'number' && minimum + 0.5 <= maximum]);
      break;
    case 'string':
      list.push(['x', true], [1, false]);
      break;
    case 'boolean':
      list.push([true, true], [false, true], ['true', false]);
      break;
    case undefined:
      break;
    case 'array':
      list.push([['x'], schema['prefixItems'] === undefined], [[1], false], ['x', false]);
      break;
  }
  return list;
}

const isPlain = (schema: Schema): boolean => schema['type'] !== 'object';

describe('training/config.schema.json', () => {
  it('accepts the shipped config, as the reader does', async () => {
    expect(await accepts(SHIPPED)).toBe(true);
    expect(await accepts({ ...SHIPPED, $schema: './config.schema.json' })).toBe(true);
    expect(await accepts({ ...SHIPPED, surprise: 1 })).toBe(false);
  });

  it('has a description for every field that the reader knows, and no other', () => {
    expect(Object.keys(PROPERTIES).sort()).toEqual([...CONFIG_FIELDS].sort());
    for (const [name, { description }] of Object.entries(PROPERTIES)) {
      expect(typeof description, name).toBe('string');
    }
  });

  it.each(Object.entries(PROPERTIES).filter(([name, s]) => isPlain(s) && name !== 'nesterov'))(
    'has the limits of %s',
    async (name, schema) => {
      const base = { ...SHIPPED, ...(NEEDS[name] ?? {}) };
      for (const [value, allowed] of probes(schema)) {
        expect(await accepts({ ...base, [name]: value }), JSON.stringify(value)).toBe(allowed);
      }
    },
  );

  it.each(Object.keys(PROPERTIES))('needs %s where the reader does', async (name) => {
    const unmixed = withoutField(SHIPPED, 'chunkedShare');
    const unneeding = withoutField(name === 'chunks' ? unmixed : SHIPPED, 'pieces');
    const without = withoutField(unneeding, name);
    const needed =
      (SCHEMA['required'] as string[]).includes(name) ||
      ['rate', 'warmUpSteps', 'decayShare'].includes(name) ||
      ['beta1', 'beta2', 'epsilon', 'weightDecay'].includes(name);
    expect(await accepts(without)).toBe(!needed);
  });

  it('lets a schedule stand for rates, and SGD for the numbers of AdamW', async () => {
    const { rate, warmUpSteps, decayShare, ...noRates } = SHIPPED;
    expect([rate, warmUpSteps, decayShare]).not.toContain(undefined);
    expect(await accepts({ ...noRates, schedule: { kind: 'constant', rate: 1 } })).toBe(true);
    const { beta1, beta2, epsilon, weightDecay, ...noAdamW } = SGD as Fields;
    expect([beta1, beta2, epsilon, weightDecay]).not.toContain(undefined);
    expect(await accepts(noAdamW)).toBe(true);
    expect(await accepts({ ...SGD, nesterov: true })).toBe(true);
    expect(await accepts({ ...SGD, nesterov: 'yes' })).toBe(false);
  });

  it.each((PROPERTIES['schedule']!['oneOf'] as Schema[]).map((s) => [s] as const))(
    'has the limits of schedule %#',
    async ({ properties, required }) => {
      const fields = properties as Readonly<Record<string, Schema>>;
      const whole: Fields = Object.fromEntries(
        Object.entries(fields).map(([key, s]) => [key, s['const'] ?? s['minimum']]),
      );
      expect(await accepts({ ...SHIPPED, schedule: whole })).toBe(true);
      expect(await accepts({ ...SHIPPED, schedule: { ...whole, kind: 'x' } })).toBe(false);
      expect(await accepts({ ...SHIPPED, schedule: { ...whole, x: 1 } })).toBe(false);
      for (const [key, schema] of Object.entries(fields).filter(([name]) => name !== 'kind')) {
        for (const [value, allowed] of probes(schema)) {
          const schedule = { ...whole, [key]: value };
          expect(await accepts({ ...SHIPPED, schedule }), JSON.stringify(schedule)).toBe(allowed);
        }
        const without = withoutField(whole, key);
        const free = !(required as string[]).includes(key);
        expect(await accepts({ ...SHIPPED, schedule: without }), key).toBe(free);
      }
    },
  );

  it.each(['augmentation', 'chunks', 'pieces', 'excerpts'])(
    'has the limits inside %s',
    async (name) => {
      const made = {
        chunks: { chunk: 5, context: 3 },
        pieces: { seconds: [2, 4], share: 0.5 },
        excerpts: { seconds: [1, 1.6] },
      };
      const good = (SHIPPED[name] ?? made[name as keyof typeof made]) as Fields;
      const base = name === 'excerpts' ? FRAMES : SHIPPED;
      expect(await accepts({ ...base, [name]: good })).toBe(true);
      const fields = PROPERTIES[name]!['properties'] as Readonly<Record<string, Schema>>;
      for (const [key, schema] of Object.entries(fields)) {
        const without = withoutField(good, key);
        const free = !(PROPERTIES[name]!['required'] as string[]).includes(key);
        expect(await accepts({ ...base, [name]: without }), key).toBe(free);
        const tried = isPlain(schema)
          ? probes(schema)
          : [[{}, false] as const, [3, false] as const];
        for (const [value, allowed] of tried) {
          const changed = { ...good, [key]: value };
          expect(await accepts({ ...base, [name]: changed }), JSON.stringify(changed)).toBe(
            allowed,
          );
        }
      }
    },
  );

  it.each([
    ['excerpts and pieces at once', { pieces: SHIPPED['pieces'] }],
    ['excerpts without the loss by step', { phoneLoss: 'ctc' }],
    ['excerpts of which characters are to be learned', { characterWeight: 0.5 }],
    ['excerpts without a model that aligns', { initial: undefined }],
    ['excerpts without phones', { lexicon: undefined }],
  ])('refuses %s', async (_, change) => {
    const excerpts = { seconds: [1, 1.6] };
    expect(await accepts({ ...FRAMES, excerpts, ...change })).toBe(false);
  });

  it('refuses a share of chunks without chunks', async () => {
    const whole = withoutField(SHIPPED, 'chunks');
    expect(await accepts({ ...whole, chunkedShare: 0.5 })).toBe(false);
  });

  it('refuses chunks and truncation at once', async () => {
    const chunks = { chunk: 5, context: 3 };
    expect(await accepts({ ...SHIPPED, chunks, truncatedBlocks: 2 })).toBe(false);
  });
});
