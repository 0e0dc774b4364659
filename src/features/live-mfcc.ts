/**
 * MFCC of a live signal, frame by frame: the one door to Meyda.
 * Meyda keeps its settings module-wide and does not rebuild its filters when they change, so they are set here
 * once, before the first frame, and nowhere else.
 * @module
 */
import Meyda from 'meyda';
import {
  COEFFICIENTS,
  FFT_SIZE,
  MEL_BANDS,
  PRE_EMPHASIS,
  SAMPLE_RATE,
  SHIFT_SAMPLES,
  WINDOW_SAMPLES,
  hannWindow,
} from './definition';

Object.assign(Meyda, {
  bufferSize: FFT_SIZE,
  sampleRate: SAMPLE_RATE,
  melBands: MEL_BANDS,
  numberOfMFCCCoefficients: COEFFICIENTS,
  // Ours is applied to 400 samples before they are padded to 512; Meyda's would fit 512.
  windowingFunction: 'rect',
});

const WINDOW = hannWindow();

/** The front end of one stream: holds the samples of incomplete windows. */
export class LiveMfcc {
  /** Pre-emphasised samples that the next windows still need. */
  private pending = new Float32Array(0);
  private previous = 0;
  private readonly padded = new Float32Array(FFT_SIZE);

  /**
   * @param samples 16 kHz mono samples in Int16 scale that follow the last ones.
   * @returns A new array of `COEFFICIENTS` values for each window that is complete now.
   */
  accept(samples: Int16Array): Float32Array[] {
    const signal = new Float32Array(this.pending.length + samples.length);
    signal.set(this.pending);
    for (let n = 0; n < samples.length; n++) {
      signal[this.pending.length + n] = samples[n]! - PRE_EMPHASIS * this.previous;
      this.previous = samples[n]!;
    }
    const frames: Float32Array[] = [];
    let start = 0;
    for (; start + WINDOW_SAMPLES <= signal.length; start += SHIFT_SAMPLES) {
      frames.push(this.frameAt(signal, start));
    }
    this.pending = signal.slice(start);
    return frames;
  }

  private frameAt(signal: Float32Array, start: number): Float32Array {
    for (let n = 0; n < WINDOW_SAMPLES; n++) this.padded[n] = signal[start + n]! * WINDOW[n]!;
    return Float32Array.from(Meyda.extract('mfcc', this.padded) as unknown as number[]);
  }

  /** Forgets the signal so far. */
  reset(): void {
    this.pending = new Float32Array(0);
    this.previous = 0;
  }
}
