/**
 * The history of a training run: one JSON object a line in `history.jsonl` of the run's folder, for reports.
 * @module
 */
import { appendFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';

/** Name of the file in a run's folder. */
const HISTORY_FILE = 'history.jsonl';
const LARGEST_BYTES = 512 * 1024 * 1024;

/** What a layer gave out: of all its values in a step. */
export interface Activation {
  readonly mean: number;
  readonly deviation: number;
}

/** One step. Records of one step are parts of one: a later one adds to it or replaces. */
export interface HistoryRecord {
  /** Steps taken, this one included. */
  readonly step: number;
  readonly epoch: number;
  /** Of a label, natural logarithm; not a number where it was not finite. */
  readonly loss: number;
  /** Learning rate. */
  readonly rate: number;
  /** Joint norm of all gradients before clipping; not a number where it was not finite. */
  readonly norm: number;
  /** False where the step was thrown away. */
  readonly applied: boolean;
  /** Norms of the gradients by the weights, by layer. */
  readonly normsByLayer?: Readonly<Record<string, number>>;
  /** Norms of the gradients by the states at the first step of every block, by layer and direction, in order of time. */
  readonly normsByBlock?: Readonly<Record<string, readonly number[]>>;
  /** The same at every single step. */
  readonly normsByTime?: Readonly<Record<string, readonly number[]>>;
  /** By layer. */
  readonly activations?: Readonly<Record<string, Activation>>;
  /** Error rates on the development data, from 0 up, by name. */
  readonly development?: Readonly<Record<string, number>>;
  /** Audio of this step's batch. */
  readonly secondsOfAudio?: number;
  /** Since the run or its last resumption began. */
  readonly wallSeconds?: number;
}

/** Writes the history. */
export class RunHistory {
  private readonly file: string;

  /** @param folder The run's folder; it exists. */
  constructor(folder: string) {
    this.file = path.join(folder, HISTORY_FILE);
  }

  /** Adds a record, or a part of one: only `step` must be there. */
  append(record: Pick<HistoryRecord, 'step'> & Partial<HistoryRecord>): void {
    appendFileSync(this.file, `${JSON.stringify(record)}\n`);
  }
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON has no NaN and no ∞: both are written as null. */
function number(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}

/** The entries of `value` that `read` knows. */
function entries<T>(value: unknown, read: (entry: unknown) => T | undefined): Record<string, T> {
  const found: Record<string, T> = {};
  for (const [name, entry] of Object.entries(isFields(value) ? value : {})) {
    const read1 = read(entry);
    if (read1 !== undefined && name !== '__proto__') found[name] = read1;
  }
  return found;
}

function activation(value: unknown): Activation | undefined {
  if (!isFields(value)) return undefined;
  return { mean: number(value['mean']), deviation: number(value['deviation']) };
}

function numberList(value: unknown): number[] | undefined {
  return Array.isArray(value) ? value.map(number) : undefined;
}

function recordOf(fields: Fields): HistoryRecord {
  return {
    step: number(fields['step']),
    epoch: typeof fields['epoch'] === 'number' ? fields['epoch'] : 0,
    loss: number(fields['loss']),
    rate: number(fields['rate']),
    norm: number(fields['norm']),
    applied: fields['applied'] !== false,
    normsByLayer: entries(fields['normsByLayer'], number),
    normsByBlock: entries(fields['normsByBlock'], numberList),
    normsByTime: entries(fields['normsByTime'], numberList),
    activations: entries(fields['activations'], activation),
    development: entries(fields['development'], number),
    secondsOfAudio: number(fields['secondsOfAudio']),
    wallSeconds: number(fields['wallSeconds']),
  };
}

/** A history that was read. */
export interface History {
  /** By step, upwards; every step once. Numbers that were not written are not a number. */
  readonly records: readonly Required<HistoryRecord>[];
  /** Lines that are no record, for instance the last one of a run that was killed. */
  readonly brokenLines: number;
}

/** Reads the lines of a history, tolerantly. */
export function parseHistory(text: string): History {
  const bySteps = new Map<number, Fields>();
  let brokenLines = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    const step = isFields(value) ? value['step'] : undefined;
    if (!isFields(value) || typeof step !== 'number' || !(step >= 0)) {
      brokenLines += 1;
      continue;
    }
    bySteps.set(step, { ...bySteps.get(step), ...value });
  }
  const records = [...bySteps.values()]
    .map((fields) => recordOf(fields) as Required<HistoryRecord>)
    .sort((a, b) => a.step - b.step);
  return { records, brokenLines };
}

/**
 * Reads the history of a run.
 * @throws UserError if there is none.
 */
export async function readHistory(runFolder: string): Promise<History> {
  const file = path.join(runFolder, HISTORY_FILE);
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) {
    throw new UserError(`No history ${file}`, 'train at least one step first');
  }
  if (size > LARGEST_BYTES) {
    throw new UserError(
      `History ${file} has ${size} bytes, more than ${LARGEST_BYTES}`,
      'keep its last lines only',
    );
  }
  return parseHistory(await readFile(file, 'utf8'));
}
