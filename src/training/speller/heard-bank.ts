/**
 * What a network heard of many recordings, phone by phone: the material of which the hearing of any text is spliced.
 * Log posteriors lie in a byte each, so that 20 hours take 170 MB.
 * @module
 */
import { LEAST_LOG, spellerInputSize, type HeardOutputs } from '../../acoustic/speller';
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
  /** Rows of phones, and behind them of letters. */
  private codes: Uint8Array;
  /** Codes of a row. */
  private readonly width: number;
  private rows = 0;
  private readonly said: number[] = [PAUSE];
  private readonly from: number[] = [0];
  private readonly behind: number[] = [0];
  private readonly list: HeardRecording[] = [];

  /** @param phones Classes, with the blank. @param letters Likewise. */
  constructor(
    private readonly phones: number,
    private readonly letters: number,
  ) {
    this.width = phones + letters;
    this.codes = new Uint8Array(this.width << 16);
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
   * @returns False, and nothing is added, where the phones or letters do not fit into its steps.
   */
  add(heard: HeardOutputs, { labels, units }: Said): boolean {
    const { rows } = heard.phones;
    const phones = Int32Array.from(units, phoneOf);
    if (Math.max(stepsNeeded(labels), stepsNeeded(phones)) > rows) return false;
    const first = this.rows;
    this.store(heard);
    const { starts, ends } = alignUnits(heard.phones, Array.from(phones));
    let from = first;
    for (const [i, unit] of units.entries()) {
      // Between two phones the border lies in the middle.
      const next = starts[i + 1];
      const behind = first + (next === undefined ? rows : (ends[i]! + next + 1) >> 1);
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

  private store({ phones, letters }: HeardOutputs): void {
    const { width } = this;
    const first = this.rows;
    this.rows += phones.rows;
    if (this.rows * width > this.codes.length) {
      const larger = new Uint8Array(Math.max(2 * this.codes.length, this.rows * width));
      larger.set(this.codes.subarray(0, first * width));
      this.codes = larger;
    }
    this.encode(phones, first * width);
    this.encode(letters, first * width + this.phones);
  }

  /** Log posteriors as codes, a row every `width` places from `at` on. */
  private encode({ data, rows, columns }: Matrix, at: number): void {
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < columns; c++) {
        const code = Math.round((LARGEST_CODE * data[row * columns + c]!) / LEAST_LOG);
        this.codes[at + row * this.width + c] = Math.min(LARGEST_CODE, code);
      }
    }
  }

  /** Rows of the unit at `place` of {@link units}: the first, and the one behind the last. */
  rowsOf(place: number): readonly [number, number] {
    return [this.from[place]!, this.behind[place]!];
  }

  /**
   * A speller's steps for ranges of rows, one behind the other: T × `spellerInputSize`.
   * @param withLetters Else the speller is not told what letters were heard: those of a spliced text are of other words.
   */
  steps(ranges: readonly (readonly [number, number])[], withLetters: boolean): Float32Array {
    const { phones, letters, width } = this;
    const count = ranges.reduce((sum, [from, behind]) => sum + behind - from, 0);
    const size = spellerInputSize(phones, letters);
    const result = new Float32Array(count * size);
    let at = 0;
    for (const [from, behind] of ranges) {
      for (let row = from; row < behind; row++, at += size) {
        this.decode(row * width, phones, result, at);
        if (withLetters) this.decode(row * width + phones, letters, result, at + 2 * phones);
      }
    }
    return result;
  }

  /** Writes posteriors and scaled log posteriors of `classes` codes from `from` on. */
  private decode(from: number, classes: number, into: Float32Array, at: number): void {
    for (let c = 0; c < classes; c++) {
      const code = this.codes[from + c]!;
      into[at + c] = POSTERIORS[code]!;
      into[at + classes + c] = LOGS[code]!;
    }
  }
}
