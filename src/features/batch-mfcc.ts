/**
 * MFCC of whole recordings as a few large matrix products: for training and files, where Meyda's frame by frame
 * walk would take hours. Equals {@link LiveMfcc} within 1e-4 of a coefficient's range (tested);
 * only pure tones, which leave most bands empty, differ by ten times that, since 32 bits round the rest.
 * @module
 */
import { matrix, type Matrix } from '../base/matrix';
import { loadTensorflow, type Tensorflow, type Tensor2D } from '../tensor/backend';
import {
  COEFFICIENTS,
  FFT_SIZE,
  MEL_BANDS,
  PRE_EMPHASIS,
  SHIFT_SAMPLES,
  WINDOW_SAMPLES,
  frameCount,
  hannWindow,
} from './definition';
import { SPECTRUM_BINS, dctMatrix, melBank } from './mel-bank';

/** Frames a product works on: bounds the memory of long recordings. */
const BLOCK_FRAMES = 512;
/**
 * The last block is filled up to a multiple of so many frames: the native library keeps code and memory for every size of a
 * product that it has seen, so that hours of recordings of any length would take ever more.
 */
const FRAMES_STEP = 128;

/** Cosine beside sine of every bin, with the window in it: `WINDOW_SAMPLES` × 2·`SPECTRUM_BINS`. */
function windowedFourier(): Float32Array {
  const window = hannWindow();
  const columns = 2 * SPECTRUM_BINS;
  const fourier = new Float32Array(WINDOW_SAMPLES * columns);
  for (let n = 0; n < WINDOW_SAMPLES; n++) {
    for (let k = 0; k < SPECTRUM_BINS; k++) {
      const angle = (2 * Math.PI * n * k) / FFT_SIZE;
      fourier[n * columns + k] = window[n]! * Math.cos(angle);
      fourier[n * columns + SPECTRUM_BINS + k] = window[n]! * Math.sin(angle);
    }
  }
  return fourier;
}

/** Pre-emphasised samples of frames `start` to `end`, one frame a row; `count` rows, the last ones zero. */
function frames(samples: Int16Array, start: number, end: number, count: number): Float32Array {
  const rows = new Float32Array(count * WINDOW_SAMPLES);
  for (let frame = start, at = 0; frame < end; frame++) {
    const first = frame * SHIFT_SAMPLES;
    for (let n = first; n < first + WINDOW_SAMPLES; n++) {
      rows[at++] = samples[n]! - PRE_EMPHASIS * (n > 0 ? samples[n - 1]! : 0);
    }
  }
  return rows;
}

/** A batched front end that keeps its constant matrices; `close` frees them. */
export class BatchMfcc {
  private readonly fourier;
  private readonly bank;
  private readonly dct;

  /** @param tf The tensor library, on any backend. */
  constructor(private readonly tf: Tensorflow) {
    this.fourier = tf.tensor2d(windowedFourier(), [WINDOW_SAMPLES, 2 * SPECTRUM_BINS]);
    this.bank = tf.tensor2d(melBank(), [SPECTRUM_BINS, MEL_BANDS]);
    this.dct = tf.tensor2d(dctMatrix(), [MEL_BANDS, COEFFICIENTS]);
  }

  /** MFCC of 16 kHz mono samples: one row of `COEFFICIENTS` a frame, not normalised. */
  extract(samples: Int16Array): Matrix {
    const { tf } = this;
    const count = frameCount(samples.length);
    const result = new Float32Array(count * COEFFICIENTS);
    for (let start = 0; start < count; start += BLOCK_FRAMES) {
      const end = Math.min(count, start + BLOCK_FRAMES);
      const height = Math.ceil((end - start) / FRAMES_STEP) * FRAMES_STEP;
      const block = tf.tidy(() => {
        const rows = tf.tensor2d(frames(samples, start, end, height), [height, WINDOW_SAMPLES]);
        const [cosine, sine] = tf.split(tf.matMul(rows, this.fourier), 2, 1);
        const power = tf.add<Tensor2D>(tf.square(cosine!), tf.square(sine!));
        return tf.matMul(tf.log1p(tf.matMul(power, this.bank)), this.dct);
      });
      const values = block.dataSync().subarray(0, (end - start) * COEFFICIENTS);
      result.set(values, start * COEFFICIENTS);
      block.dispose();
    }
    return matrix(count, COEFFICIENTS, result);
  }

  /** Frees the native memory. */
  close(): void {
    this.tf.dispose([this.fourier, this.bank, this.dct]);
  }
}

/** A batched front end on the backend that this process uses. */
export async function openBatchMfcc(): Promise<BatchMfcc> {
  return new BatchMfcc(await loadTensorflow());
}
