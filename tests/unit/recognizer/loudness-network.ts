/**
 * A stand-in for the acoustic network whose answer is known: a letter where a step is louder than the running mean,
 * the blank elsewhere. It looks at one step at a time, so first and second pass agree.
 * @module
 */
import type { AcousticNetwork } from '../../../src/acoustic/acoustic-network';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import type { UtteranceParts } from '../../../src/recognizer/live-utterance';

export const ALPHABET = ['a', 'b', ' '];
const BLANK = ALPHABET.length;
const CLASSES = BLANK + 1;
const LOUD = 1;
/** Steps that are only a little louder separate words. */
const LOUDER = 1.5;

function unitOf(row: Float32Array): number {
  const [loudness = 0, slope = 0] = row;
  if (loudness < LOUD) return BLANK;
  return loudness < LOUDER ? ALPHABET.indexOf(' ') : slope > 0 ? 0 : 1;
}

function posteriors(steps: Matrix): Matrix {
  const data = new Float32Array(steps.rows * CLASSES).fill(Math.log(0.01 / BLANK));
  for (let t = 0; t < steps.rows; t++) {
    const row = steps.data.subarray(t * STEP_SIZE, (t + 1) * STEP_SIZE);
    data[t * CLASSES + unitOf(row)] = Math.log(0.99);
  }
  return matrix(steps.rows, CLASSES, data);
}

/** Parts of a recogniser, and what was asked of the network in them. */
export interface LoudnessParts extends UtteranceParts {
  /** Steps of each whole utterance. */
  readonly forwards: number[];
  /** Chunk states that are not closed yet. */
  readonly open: { readonly chunks: number };
}

/** Parts of a recogniser around that network. `blank`: it answers the blank always. */
export function loudnessParts(blank = false): LoudnessParts {
  const forwards: number[] = [];
  const open = { chunks: 0 };
  const answer = (steps: Matrix): Matrix =>
    posteriors(blank ? matrix(steps.rows, STEP_SIZE, new Float32Array(steps.data.length)) : steps);
  const network: AcousticNetwork = {
    spec: {
      kind: 'recurrent',
      cell: 'gru',
      bidirectional: true,
      inputSize: STEP_SIZE,
      units: 1,
      layers: 1,
      classes: CLASSES,
    },
    forward: (steps) => {
      forwards.push(steps.rows);
      return answer(steps);
    },
    openChunks: () => {
      open.chunks++;
      return {
        chunkSteps: 8,
        contextSteps: 4,
        forward: (steps, chunkRows) => answer(rowsOf(steps, 0, chunkRows)),
        close: () => {
          open.chunks--;
        },
      };
    },
    close: () => undefined,
  };
  const statistics = {
    // Between the room (about 690) and the speech (about 1170) of the test signals.
    mean: new Float32Array(COEFFICIENTS).fill(800, 0, 1),
    deviation: new Float32Array(COEFFICIENTS).fill(50),
  };
  return { network, statistics, alphabet: ALPHABET, forwards, open };
}
