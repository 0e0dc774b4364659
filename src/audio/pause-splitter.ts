/**
 * Cuts sound of any length into pieces that a recogniser can take, at pauses where there are any, in constant memory.
 *
 * Every sample ends up in exactly one piece, and the pieces do not depend on how the sound is handed over.
 * @module
 */
import { levelOf } from './level';
import { SAMPLE_RATE } from './sampling';

/** A stretch of the sound. */
export interface AudioPiece {
  /** Number of its first sample in the whole sound. */
  readonly startSample: number;
  readonly samples: Int16Array;
}

/** Samples whose level is taken together: 10 ms. Cuts are made between them. */
const FRAME = SAMPLE_RATE / 100;
/** Frames in the longest piece: 20 s. */
const LONGEST = 2_000;
/** Frames in the shortest piece before a cut: 5 s. Shorter ones would take too much context from the recogniser. */
const SHORTEST = 500;
/** Frames of quiet around a good place to cut: 300 ms, longer than the silence within a word. */
const WINDOW = 30;
/** Frames of quiet that count as a pause between sentences: 600 ms. There we do not wait for a better place. */
const LONG_PAUSE = 60;
/** A pause is nearer than this share to the quietest, on the way to the loudest, in dB. */
const PAUSE_SHARE = 0.25;
/** With less than this between the quietest and the loudest, dB, there is no pause to be seen. */
const LEAST_RANGE = 12;
/** Shares of the frames that are quieter than what counts as quietest (one long pause in a piece must show) and as loudest. */
const QUIET_QUANTILE = 0.02;
const LOUD_QUANTILE = 0.9;
/** How often, in frames, a long pause is looked for. */
const LOOK_EVERY = 10;

/** Takes samples, gives pieces. */
export class PauseSplitter {
  /** The piece that grows: at most 20 s. */
  private readonly samples = new Int16Array(LONGEST * FRAME);
  private filled = 0;
  /** Level of each complete frame in it, dBFS. */
  private readonly levels = new Float32Array(LONGEST);
  private frames = 0;
  private startSample = 0;

  /** Takes the next samples, 16 kHz; returns the pieces that are complete now. */
  accept(samples: Int16Array): AudioPiece[] {
    const pieces: AudioPiece[] = [];
    for (let position = 0; position < samples.length;) {
      const room = (this.frames + 1) * FRAME - this.filled;
      const part = samples.subarray(position, position + room);
      this.samples.set(part, this.filled);
      this.filled += part.length;
      position += part.length;
      if (part.length < room) break;
      this.levels[this.frames] = levelOf(
        this.samples.subarray(this.frames * FRAME, this.filled),
      ).rms;
      this.frames++;
      const cut = this.placeToCut();
      if (cut > 0) pieces.push(this.cutAt(cut));
    }
    return pieces;
  }

  /** The rest, if there is any. The next sample after it is the first of another sound. */
  finish(): AudioPiece[] {
    const rest = { startSample: this.startSample, samples: this.samples.slice(0, this.filled) };
    this.filled = 0;
    this.frames = 0;
    this.startSample = 0;
    return rest.samples.length === 0 ? [] : [rest];
  }

  /** Frames to cut off now; 0 to wait. */
  private placeToCut(): number {
    if (this.frames >= SHORTEST + LONG_PAUSE && this.frames % LOOK_EVERY === 0) {
      const cut = this.middleOfLongPause();
      if (cut > 0) return cut;
    }
    return this.frames === LONGEST ? this.quietestPlace() : 0;
  }

  /** If the sound ends in a long pause now: its middle. */
  private middleOfLongPause(): number {
    const sorted = this.levels.slice(0, this.frames).sort();
    const quietest = sorted[Math.floor(QUIET_QUANTILE * this.frames)]!;
    const loudest = sorted[Math.floor(LOUD_QUANTILE * this.frames)]!;
    if (loudest - quietest < LEAST_RANGE) return 0;
    const limit = quietest + PAUSE_SHARE * (loudest - quietest);
    for (let frame = this.frames - LONG_PAUSE; frame < this.frames; frame++) {
      if (this.levels[frame]! > limit) return 0;
    }
    return this.frames - LONG_PAUSE / 2;
  }

  /** The middle of the window with the least sound in it, at least {@link SHORTEST} in; the last one of several. */
  private quietestPlace(): number {
    const first = SHORTEST - WINDOW / 2;
    let sum = 0;
    for (let frame = first; frame < first + WINDOW; frame++) sum += this.levels[frame]!;
    let least = sum;
    let quietest = first;
    for (let start = first + 1; start + WINDOW <= LONGEST; start++) {
      sum += this.levels[start + WINDOW - 1]! - this.levels[start - 1]!;
      if (sum > least) continue;
      least = sum;
      quietest = start;
    }
    return quietest + WINDOW / 2;
  }

  private cutAt(frames: number): AudioPiece {
    const length = frames * FRAME;
    const piece = { startSample: this.startSample, samples: this.samples.slice(0, length) };
    this.samples.copyWithin(0, length, this.filled);
    this.levels.copyWithin(0, frames, this.frames);
    this.filled -= length;
    this.frames -= frames;
    this.startSample += length;
    return piece;
  }
}
