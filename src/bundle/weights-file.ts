/**
 * Weights on disk in the safetensors format: a length, a JSON header, raw little-endian numbers. Nothing in it
 * is ever run; every claimed size is checked before memory is taken for it.
 * Format: https://github.com/huggingface/safetensors (8-byte header length, header, data).
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { fromHalf, toHalf } from './half-float';

/** One weight array with its shape. */
export interface WeightArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Number format on disk. */
export type WeightPrecision = 'F16' | 'F32';

const BYTES: Readonly<Record<WeightPrecision, number>> = { F16: 2, F32: 4 };
const LENGTH_BYTES = 8;
const HEADER_LIMIT = 1 << 20;
/** Bytes of a weights file at most. */
export const WEIGHTS_FILE_LIMIT = 1 << 29;
const MEND = 'get the model again, or train a new one';

interface HeaderEntry {
  readonly dtype: WeightPrecision;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Texts about the weights, by name, as the format allows them in its header. */
export type WeightsMetadata = Readonly<Record<string, string>>;
/** Where they stand. */
const METADATA = '__metadata__';

/** The bytes of a weights file. */
export function encodeWeights(
  weights: Readonly<Record<string, WeightArray>>,
  precision: WeightPrecision,
  metadata?: WeightsMetadata,
): Uint8Array {
  const header: Record<string, HeaderEntry | WeightsMetadata> = {
    ...(metadata && { [METADATA]: metadata }),
  };
  let at = 0;
  for (const [name, { shape }] of Object.entries(weights)) {
    const end = at + sizeOf(shape) * BYTES[precision];
    header[name] = { dtype: precision, shape, data_offsets: [at, end] };
    at = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const file = Buffer.alloc(LENGTH_BYTES + json.length + at);
  file.writeBigUInt64LE(BigInt(json.length));
  json.copy(file, LENGTH_BYTES);
  let offset = LENGTH_BYTES + json.length;
  for (const { data } of Object.values(weights)) {
    for (const value of data) {
      if (precision === 'F16') file.writeUInt16LE(toHalf(value), offset);
      else file.writeFloatLE(value, offset);
      offset += BYTES[precision];
    }
  }
  return file;
}

function isPair(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length === 2;
}

function isEntry(value: unknown): value is HeaderEntry {
  const entry = value as Partial<HeaderEntry> | null;
  const whole = (n: unknown): boolean => Number.isSafeInteger(n) && (n as number) >= 0;
  return (
    typeof entry === 'object' &&
    entry !== null &&
    (entry.dtype === 'F16' || entry.dtype === 'F32') &&
    Array.isArray(entry.shape) &&
    entry.shape.every(whole) &&
    isPair(entry.data_offsets) &&
    entry.data_offsets.every(whole)
  );
}

/** The header and where the numbers begin. */
function readHeader(
  bytes: Buffer,
  refuse: (what: string) => never,
): { header: Map<string, unknown>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) return refuse('are truncated');
  const headerLength = bytes.readBigUInt64LE();
  if (headerLength > HEADER_LIMIT || headerLength + 8n > BigInt(bytes.length)) {
    return refuse('are truncated or not a weights file');
  }
  const dataStart = LENGTH_BYTES + Number(headerLength);
  try {
    const parsed: unknown = JSON.parse(bytes.toString('utf8', LENGTH_BYTES, dataStart));
    return { header: new Map(Object.entries(parsed as object)), dataStart };
  } catch {
    return refuse('have an unreadable header');
  }
}

function refusing(where: string): (what: string) => never {
  return (what) => {
    throw new UserError(`Weights ${where} ${what}`, MEND);
  };
}

/**
 * One text of the header; undefined if it has none of that name.
 * @throws UserError if the header cannot be read.
 */
export function weightsMetadata(bytes: Buffer, name: string, where: string): string | undefined {
  const metadata = readHeader(bytes, refusing(where)).header.get(METADATA);
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const text: unknown = Object.hasOwn(metadata, name)
    ? (metadata as Record<string, unknown>)[name]
    : undefined;
  return typeof text === 'string' ? text : undefined;
}

/**
 * Reads exactly the weights that `expected` names, with exactly these shapes.
 * @throws UserError if anything is missing, too large, of another shape, or not a finite number.
 */
export function decodeWeights(
  bytes: Buffer,
  expected: Readonly<Record<string, readonly number[]>>,
  where: string,
): Record<string, WeightArray> {
  const refuse = refusing(where);
  const { header, dataStart } = readHeader(bytes, refuse);
  const result: Record<string, WeightArray> = {};
  for (const [name, shape] of Object.entries(expected)) {
    const entry = header.get(name);
    if (!isEntry(entry)) return refuse(`lack ${name}`);
    const [start, end] = entry.data_offsets;
    if (entry.shape.join() !== shape.join()) {
      return refuse(`give ${name} the shape [${entry.shape.join()}] instead of [${shape.join()}]`);
    }
    const count = sizeOf(shape);
    if (end - start !== count * BYTES[entry.dtype] || dataStart + end > bytes.length) {
      return refuse(`are truncated at ${name}`);
    }
    const data = new Float32Array(count);
    for (let i = 0, at = dataStart + start; i < count; i++, at += BYTES[entry.dtype]) {
      const value =
        entry.dtype === 'F16' ? fromHalf(bytes.readUInt16LE(at)) : bytes.readFloatLE(at);
      if (!Number.isFinite(value)) return refuse(`hold a number in ${name} that is not finite`);
      data[i] = value;
    }
    result[name] = { shape, data };
  }
  return result;
}

/** Reads a weights file; see {@link decodeWeights}. */
export async function readWeights(
  file: string,
  expected: Readonly<Record<string, readonly number[]>>,
): Promise<Record<string, WeightArray>> {
  let size: number;
  try {
    size = (await stat(file)).size;
  } catch {
    throw new UserError(`Weights ${file} are missing`, MEND);
  }
  if (size > WEIGHTS_FILE_LIMIT) {
    throw new UserError(`Weights ${file} are larger than 512 MiB`, MEND);
  }
  return decodeWeights(await readFile(file), expected, file);
}
