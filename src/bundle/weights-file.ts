/**
 * Weights on disk in the safetensors format: a length, a JSON header, raw little-endian numbers. Nothing in it
 * is ever run; every claimed size is checked before memory is taken for it.
 * Format: https://github.com/huggingface/safetensors (8-byte header length, header, data).
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { fromEightBit, toEightBit } from './eight-bit';
import { halfTable, toHalf } from './half-float';

/** One weight array with its shape. */
export interface WeightArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Number format on disk. `I8`: matrices in 8 bits, each with the scales of its columns beside it (`eight-bit.ts`), and
 * everything else as `F16`.
 */
export type WeightPrecision = 'F16' | 'F32' | 'I8';

const BYTES: Readonly<Record<WeightPrecision, number>> = { I8: 1, F16: 2, F32: 4 };
/** Where the scales of an 8-bit matrix stand. */
const scalesOf = (name: string): string => `${name}/scales`;
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

/** One array as it stands in a file. */
interface StoredArray {
  readonly name: string;
  readonly dtype: WeightPrecision;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int8Array;
}

/** What a file holds of one weight array. */
function storedAs(
  name: string,
  { shape, data }: WeightArray,
  precision: WeightPrecision,
): StoredArray[] {
  const [, columns] = shape;
  if (precision !== 'I8') return [{ name, dtype: precision, shape, data }];
  if (shape.length !== 2 || columns === undefined) return [{ name, dtype: 'F16', shape, data }];
  const { values, scales } = toEightBit(data, columns);
  return [
    { name, dtype: 'I8', shape, data: values },
    { name: scalesOf(name), dtype: 'F32', shape: [columns], data: scales },
  ];
}

/** The bytes of a weights file. */
export function encodeWeights(
  weights: Readonly<Record<string, WeightArray>>,
  precision: WeightPrecision,
  metadata?: WeightsMetadata,
): Uint8Array {
  const header: Record<string, HeaderEntry | WeightsMetadata> = {
    ...(metadata && { [METADATA]: metadata }),
  };
  const arrays = Object.entries(weights).flatMap(([name, w]) => storedAs(name, w, precision));
  let at = 0;
  for (const { name, dtype, shape } of arrays) {
    const end = at + sizeOf(shape) * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [at, end] };
    at = end;
  }
  const json = Buffer.from(JSON.stringify(header));
  const file = Buffer.alloc(LENGTH_BYTES + json.length + at);
  file.writeBigUInt64LE(BigInt(json.length));
  json.copy(file, LENGTH_BYTES);
  let offset = LENGTH_BYTES + json.length;
  for (const { dtype, data } of arrays) {
    for (const value of data) {
      if (dtype === 'I8') file.writeInt8(value, offset);
      else if (dtype === 'F16') file.writeUInt16LE(toHalf(value), offset);
      else file.writeFloatLE(value, offset);
      offset += BYTES[dtype];
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
    typeof entry.dtype === 'string' &&
    Object.hasOwn(BYTES, entry.dtype) &&
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

/** Numbers of one array, which must have this shape. */
type ArrayReader = (name: string, shape: readonly number[]) => Float32Array;

function arrayReader(bytes: Buffer, refuse: (what: string) => never): ArrayReader {
  const { header, dataStart } = readHeader(bytes, refuse);
  const read: ArrayReader = (name, shape) => {
    const entry = header.get(name);
    if (!isEntry(entry)) return refuse(`lack ${name}`);
    const { dtype } = entry;
    const [start, end] = entry.data_offsets;
    if (entry.shape.join() !== shape.join()) {
      return refuse(`give ${name} the shape [${entry.shape.join()}] instead of [${shape.join()}]`);
    }
    const count = sizeOf(shape);
    if (end - start !== count * BYTES[dtype] || dataStart + end > bytes.length) {
      return refuse(`are truncated at ${name}`);
    }
    const first = dataStart + start;
    if (dtype === 'I8') {
      const [, columns] = shape;
      if (shape.length !== 2 || columns === undefined) {
        return refuse(`hold ${name} in 8 bits, which only matrices may be`);
      }
      const scales = read(scalesOf(name), [columns]);
      const values = new Int8Array(bytes.buffer, bytes.byteOffset + first, count);
      return fromEightBit({ values, scales });
    }
    const data = new Float32Array(count);
    const halves = halfTable();
    for (let i = 0, at = first; i < count; i++, at += BYTES[dtype]) {
      data[i] =
        dtype === 'F16' ? halves[bytes[at]! | (bytes[at + 1]! << 8)]! : bytes.readFloatLE(at);
    }
    return data;
  };
  return read;
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
  const read = arrayReader(bytes, refuse);
  const result: Record<string, WeightArray> = {};
  for (const [name, shape] of Object.entries(expected)) {
    const data = read(name, shape);
    if (!data.every(Number.isFinite)) {
      return refuse(`hold a number in ${name} that is not finite`);
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
