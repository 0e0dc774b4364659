/**
 * The safety copy of the dictation that is going on: 16 kHz mono 16-bit samples in a file only its owner can
 * read. It exists only while something is being recorded and its text is not final; a leftover means that
 * the app ended in the middle, and is offered for recovery at the next start.
 * @module
 */
import { type FileHandle, lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../src/base/errors';

const FILE_NAME = /^dictation-\d{1,16}\.s16le$/;
const BYTES_PER_SAMPLE = 2;
/** Shorter leftovers hold no word: a quarter of a second. */
const MIN_SAMPLES = 4_000;
/** Longest leftover that is read back: two hours, 230 MB. */
const MAX_SAMPLES = 2 * 3600 * 16_000;

/** A leftover of an earlier run. */
export interface Leftover {
  readonly file: string;
  readonly samples: number;
}

/** Writes one dictation to the disk, in order, without making the caller wait. */
export class RecordingSpool {
  private readonly file: string;
  private readonly opened: Promise<FileHandle | null>;
  private queue: Promise<void>;
  private broken = false;
  private ended = false;

  /** @param onProblem Hears once, in the system's words, why the copy is not kept. */
  constructor(
    folder: string,
    private readonly onProblem: (reason: string) => void,
  ) {
    this.file = join(folder, `dictation-${String(Date.now())}.s16le`);
    this.opened = this.create(folder);
    this.queue = this.opened.then(() => undefined);
  }

  /** Adds samples to the copy. */
  append(samples: Int16Array): void {
    if (this.ended) return;
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    this.queue = this.queue.then(async () => {
      if (this.broken) return;
      try {
        await (await this.opened)?.appendFile(bytes);
      } catch (error) {
        this.fail(error);
      }
    });
  }

  /** Resolves when everything so far is with the system. */
  async flushed(): Promise<void> {
    await this.queue;
  }

  /** Ends the copy and keeps it, for the next start. */
  async close(): Promise<void> {
    this.ended = true;
    await this.queue;
    await (await this.opened)?.close();
  }

  /** Ends the copy and deletes it: the text is final. */
  async remove(): Promise<void> {
    await this.close();
    if ((await this.opened) !== null) await rm(this.file, { force: true });
  }

  private async create(folder: string): Promise<FileHandle | null> {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return await open(this.file, 'ax', 0o600);
    } catch (error) {
      this.fail(error);
      return null;
    }
  }

  private fail(error: unknown): void {
    if (this.broken) return;
    this.broken = true;
    this.onProblem(messageOf(error));
  }
}

/** The latest leftover in `folder`; ones too short to hold a word are deleted. */
export async function findLeftover(folder: string): Promise<Leftover | null> {
  const names = await readdir(folder).catch(() => []);
  let latest: Leftover | null = null;
  for (const name of names.filter((entry) => FILE_NAME.test(entry)).sort()) {
    const file = join(folder, name);
    const status = await lstat(file);
    // A link was not made by us; what it points to is not ours to read.
    if (!status.isFile()) continue;
    const samples = Math.floor(status.size / BYTES_PER_SAMPLE);
    if (samples < MIN_SAMPLES) await rm(file, { force: true });
    else latest = { file, samples };
  }
  return latest;
}

/** The samples of a leftover, the last two hours of them. */
export async function readLeftover(leftover: Leftover): Promise<Int16Array> {
  const bytes = await readFile(leftover.file);
  const samples = new Int16Array(Math.floor(bytes.byteLength / BYTES_PER_SAMPLE));
  Buffer.from(samples.buffer).set(bytes.subarray(0, samples.byteLength));
  return samples.subarray(Math.max(0, samples.length - MAX_SAMPLES));
}

/** Deletes a leftover. */
export async function removeLeftover(leftover: Leftover): Promise<void> {
  await rm(leftover.file, { force: true });
}
