/**
 * What a network heard of many recordings, phone by phone: the material of which the hearing of any text is spliced.
 * Log posteriors lie in a byte each, so that 20 hours take 100 MB.
 * @module
 */
import { LEAST_LOG, spellerInputSize } from '../../acoustic/speller';
import type { Matrix } from '../../base/matrix';
import { alignUnits } from '../../decoder/forced-alignment';
import { stepsNeeded } from '../batch';

/** What is said: its letters, and its phones in units of {@link unitOf}; both none where nothing is said. */
export interface Said {
  readonly labels: Int32Array;
  readonly units: Int32Array;
}

/** One recording in a bank. */
export interface HeardRecording {
  readonly labels: Int32Array;
  /** Rows in the bank: the first, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

/** Stands in the list of units before the first recording, and behind each. */
export const PAUSE = -1;
/** A code is a log posterior in so many parts of the range. */
const LARGEST_CODE = 255;

/** A phone that begins a word is another unit than the same phone inside one: there may be a pause before it. */
export function unitOf(phone: number, beginsWord: boolean): number {
  return 2 * phone + (beginsWord ? 1 : 0);
}

/** Its phone. */
export function phoneOf(unit: number): number {
  return unit >> 1;
}

/** Numbers for a code: its posterior, and its log posterior from 0 to 1. */
const POSTERIORS = Float32Array.from({ length: LARGEST_CODE + 1 }, (_, code) =>
  Math.exp((LEAST_LOG * code) / LARGEST_CODE),
);
const LOGS = Float32Array.from({ length: LARGEST_CODE + 1 }, (_, code) => 1 - code / LARGEST_CODE);

/** Grows while recordings are added; from then on only read. */
export class HeardBank {
  private codes: Uint8Array;
  private rows = 0;
  private readonly said: number[] = [PAUSE];
  private readonly from: number[] = [0];
  private readonly behind: number[] = [0];
  private readonly list: HeardRecording[] = [];

  /** @param classes Phones and the blank. */
  constructor(readonly classes: number) {
    this.codes = new Uint8Array(classes << 16);
  }

  /** Units of all recordings one behind the other, {@link PAUSE} between them. */
  get units(): readonly number[] {
    return this.said;
  }

  /** All recordings. */
  get recordings(): readonly HeardRecording[] {
    return this.list;
  }

  /** Rows in it. */
  get rowCount(): number {
    return this.rows;
  }

  /**
   * Adds a recording.
   * @param heard T × classes log posteriors.
   * @returns False, and nothing is added, where the phones or letters do not fit into its steps.
   */
  add(heard: Matrix, { labels, units }: Said): boolean {
    const phones = Int32Array.from(units, phoneOf);
    if (Math.max(stepsNeeded(labels), stepsNeeded(phones)) > heard.rows) return false;
    const first = this.rows;
    this.store(heard);
    const { starts, ends } = alignUnits(heard, Array.from(phones));
    let from = first;
    for (const [i, unit] of units.entries()) {
      // Between two phones the border lies in the middle.
      const next = starts[i + 1];
      const behind = first + (next === undefined ? heard.rows : (ends[i]! + next + 1) >> 1);
      this.said.push(unit);
      this.from.push(from);
      this.behind.push(behind);
      from = behind;
    }
    if (units.length > 0) {
      this.said.push(PAUSE);
      this.from.push(this.rows);
      this.behind.push(this.rows);
    }
    this.list.push({ labels, start: first, end: this.rows });
    return true;
  }

  private store({ data, rows }: Matrix): void {
    const at = this.rows * this.classes;
    this.rows += rows;
    if (this.rows * this.classes > this.codes.length) {
      const larger = new Uint8Array(Math.max(2 * this.codes.length, this.rows * this.classes));
      larger.set(this.codes.subarray(0, at));
      this.codes = larger;
    }
    for (let i = 0; i < rows * this.classes; i++) {
      const code = Math.round((LARGEST_CODE * data[i]!) / LEAST_LOG);
      this.codes[at + i] = Math.min(LARGEST_CODE, code);
    }
  }

  /** Rows of the unit at `place` of {@link units}: the first, and the one behind the last. */
  rowsOf(place: number): readonly [number, number] {
    return [this.from[place]!, this.behind[place]!];
  }

  /** A speller's steps for ranges of rows, one behind the other: T × `spellerInputSize`. */
  steps(ranges: readonly (readonly [number, number])[]): Float32Array {
    const { classes, codes } = this;
    const count = ranges.reduce((sum, [from, behind]) => sum + behind - from, 0);
    const result = new Float32Array(count * spellerInputSize(classes));
    let at = 0;
    for (const [from, behind] of ranges) {
      for (let row = from; row < behind; row++, at += 2 * classes) {
        for (let c = 0; c < classes; c++) {
          const code = codes[row * classes + c]!;
          result[at + c] = POSTERIORS[code]!;
          result[at + classes + c] = LOGS[code]!;
        }
      }
    }
    return result;
  }
}
