/**
 * Changes the sampling rate of a stream: band-limited, without delay, the same whatever the size of the blocks.
 * @module
 */
import { designFilterBank, type FilterBank } from './resampling-filter';

/** Input samples taken in at once, whatever the size of a block. */
const INTAKE = 8_192;

/** A stream of samples at one rate to a stream at another. */
export class Resampler {
  private readonly bank: FilterBank;
  /** Output sample n is at input position n · `inputSteps` / `outputSteps`. */
  private readonly inputSteps: number;
  private readonly outputSteps: number;
  /** Input samples that the filter may still need; the first is number `base` of the stream. */
  private readonly window: Float64Array;
  private filled: number;
  private base: number;
  /** Position of the next output sample: whole input samples, and steps beyond. */
  private whole = 0;
  private rest = 0;
  /** Input samples so far. */
  private received = 0;

  /**
   * @param inputRate Whole samples a second.
   * @param outputRate Whole samples a second.
   * @throws RangeError unless both are whole numbers above 0.
   */
  constructor(inputRate: number, outputRate: number) {
    for (const rate of [inputRate, outputRate]) {
      if (!Number.isSafeInteger(rate) || rate < 1) {
        throw new RangeError(
          `Cannot resample as rates must be whole numbers above 0: current value is ${rate}`,
        );
      }
    }
    const common = greatestCommonDivisor(inputRate, outputRate);
    this.inputSteps = inputRate / common;
    this.outputSteps = outputRate / common;
    this.bank = designFilterBank(inputRate, outputRate, this.outputSteps);
    const half = this.bank.taps / 2;
    this.window = new Float64Array(this.bank.taps + INTAKE);
    // Silence before the first sample, so that the filter stands centred on it: no delay.
    this.base = 1 - half;
    this.filled = half - 1;
  }

  /** Takes the next samples; returns those of the output that are certain now. */
  accept(samples: Float32Array): Float32Array {
    const most = Math.ceil(
      ((samples.length + this.bank.taps) * this.outputSteps) / this.inputSteps,
    );
    const output = new Float32Array(most + 1);
    let count = 0;
    for (let start = 0; start < samples.length; start += INTAKE) {
      const part = samples.subarray(start, start + INTAKE);
      this.takeIn(part);
      this.received += part.length;
      count = this.produce(output, count, Infinity);
    }
    return output.slice(0, count);
  }

  /**
   * The end of the output. In all, N input samples become ⌈N · output rate / input rate⌉: every output position
   * before the end of the input.
   */
  finish(): Float32Array {
    const silence = new Float32Array(this.bank.taps / 2);
    const output = new Float32Array(
      Math.ceil((this.bank.taps * this.outputSteps) / this.inputSteps) + 1,
    );
    let count = 0;
    for (let start = 0; start < silence.length; start += INTAKE) {
      this.takeIn(silence.subarray(start, start + INTAKE));
      count = this.produce(output, count, this.received);
    }
    return output.slice(0, count);
  }

  /** Appends to the window, forgetting what no later output needs. */
  private takeIn(samples: Float32Array): void {
    const needless = Math.min(this.filled, this.whole - this.bank.taps / 2 + 1 - this.base);
    if (needless > 0) {
      this.window.copyWithin(0, needless, this.filled);
      this.filled -= needless;
      this.base += needless;
    }
    this.window.set(samples, this.filled);
    this.filled += samples.length;
  }

  /** Writes output samples as long as the window reaches and their position is before `end`. */
  private produce(output: Float32Array, start: number, end: number): number {
    const { taps, phases } = this.bank;
    const { outputSteps } = this;
    const wholeStep = Math.floor(this.inputSteps / outputSteps);
    const restStep = this.inputSteps % outputSteps;
    const last = this.base + this.filled - taps / 2;
    let count = start;
    while (this.whole < last && this.whole < end) {
      const from = this.whole - taps / 2 + 1 - this.base;
      const place = (this.rest * phases) / outputSteps;
      const phase = Math.floor(place);
      const share = place - phase;
      let value = this.weigh(from, phase);
      if (share > 0) value += share * (this.weigh(from, phase + 1) - value);
      output[count] = value;
      count++;
      this.whole += wholeStep;
      this.rest += restStep;
      if (this.rest >= outputSteps) {
        this.rest -= outputSteps;
        this.whole++;
      }
    }
    return count;
  }

  /** Sum of the window from `from` on, weighed by a row of the filter. */
  private weigh(from: number, phase: number): number {
    const { weights, taps } = this.bank;
    const { window } = this;
    const row = phase * taps;
    // Two sums: the processor adds to one while the other is not ready yet.
    let even = 0;
    let odd = 0;
    for (let tap = 0; tap < taps; tap += 2) {
      even += weights[row + tap]! * window[from + tap]!;
      odd += weights[row + tap + 1]! * window[from + tap + 1]!;
    }
    return even + odd;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
