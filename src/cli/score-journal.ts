/**
 * What `skald model score` has found so far, in a file beside its table, so that it goes on where it was stopped: a line
 * that names the network, then a line of JSON for each recording.
 * @module
 */
import { appendFile, readFile, rm } from 'node:fs/promises';
import type { TextFit } from '../training/text-fit';
import { writeWhole } from '../training/write-whole';

/** A recording by its absolute path; no fit where nobody knows how one of its words is said. */
interface JournalEntry {
  readonly file: string;
  readonly fit?: TextFit;
}

/** As JSON has it, which knows no infinity. */
interface StoredFit extends Omit<TextFit, 'logLikelihood'> {
  readonly logLikelihood: number | null;
}

/** A journal of one network; without a file it keeps nothing. */
export class ScoreJournal {
  private constructor(
    private readonly file: string | undefined,
    /** What was found before, by path. */
    readonly known: ReadonlyMap<string, TextFit | undefined>,
  ) {}

  /**
   * Opens the journal of a table; one of another network is begun anew.
   * @param table The table's path; nothing is kept without one.
   * @param stamp Names the network.
   * @throws UserError if it cannot be written.
   */
  static async open(table: string | undefined, stamp: string): Promise<ScoreJournal> {
    if (table === undefined) return new ScoreJournal(undefined, new Map());
    const file = `${table}.journal`;
    const [first, ...lines] = await readFile(file, 'utf8').then(
      (text) => text.split('\n'),
      () => [],
    );
    if (first === stamp) return new ScoreJournal(file, new Map(lines.flatMap(entryOf)));
    await writeWhole(file, `${stamp}\n`);
    return new ScoreJournal(file, new Map());
  }

  /** Keeps what was found. */
  async add(entries: readonly JournalEntry[]): Promise<void> {
    if (this.file === undefined) return;
    await appendFile(this.file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }

  /** Takes the file away: the table has everything. */
  async close(): Promise<void> {
    if (this.file !== undefined) await rm(this.file, { force: true });
  }
}

/** The entry of a line; none of one that was cut off when the run was ended. */
function entryOf(line: string): [string, TextFit | undefined][] {
  try {
    const { file, fit } = JSON.parse(line) as { readonly file: string; readonly fit?: StoredFit };
    const { logLikelihood } = fit ?? { logLikelihood: 0 };
    return [[file, fit && { ...fit, logLikelihood: logLikelihood ?? -Infinity }]];
  } catch {
    return [];
  }
}
