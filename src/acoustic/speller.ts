/**
 * The speller: a network from phones and letters, as another network heard them, to letters. It learns from text as well
 * as from speech, so that letters are written as English words are, where a trunk that learned from hours of speech
 * writes what it hears.
 * T steps, P classes of phones with the blank, C of letters with the blank.
 * @module
 */
import { matrix, rowsOf, type Matrix } from '../base/matrix';
import { UserError } from '../base/errors';
import type {
  AcousticNetwork,
  ChunkedForward,
  SeveralChunked,
  SeveralOutputs,
} from './acoustic-network';
import type { AcousticSpec } from './acoustic-spec';
import { openAcousticNetwork } from './open-network';

/** A speller that is not yet compiled. */
export interface Speller {
  /** Its input is {@link spellerSteps}, its classes are the letters and the blank. */
  readonly spec: AcousticSpec;
  readonly weights: Parameters<typeof openAcousticNetwork>[1];
}

/** Log posteriors below this are all the same to a speller. */
export const LEAST_LOG = -8;

/** Numbers that a speller is given of one step. */
export function spellerInputSize(phoneClasses: number, letterClasses: number): number {
  return 2 * (phoneClasses + letterClasses);
}

/** Whether a speller's input is what a network of `network` gives. */
export function fitsNetwork(speller: AcousticSpec, { phones, classes }: AcousticSpec): boolean {
  return phones !== undefined && speller.inputSize === spellerInputSize(phones, classes);
}

/** What a network heard: log posteriors of its two outputs for the same steps. */
export interface HeardOutputs {
  /** T × P. */
  readonly phones: Matrix;
  /** T × C. */
  readonly letters: Matrix;
}

/** The outputs that a speller reads, … */
const READ = ['phones', 'characters'] as const;

/** … and what a network gives for them. */
function heardOutputs([phones, letters]: readonly Matrix[]): HeardOutputs {
  return { phones: phones!, letters: letters! };
}

/**
 * What a speller is given: of phones and then of letters each posterior and, behind them, each log posterior from 0
 * ({@link LEAST_LOG} and below) to 1. The posteriors tell what was heard, the logarithms what else it may have been.
 * @returns T × 2(P + C).
 */
export function spellerSteps({ phones, letters }: HeardOutputs): Matrix {
  const { rows } = phones;
  const width = spellerInputSize(phones.columns, letters.columns);
  const steps = new Float32Array(rows * width);
  let before = 0;
  for (const { columns, data } of [phones, letters]) {
    for (let row = 0; row < rows; row++) {
      const at = row * width + before;
      for (let c = 0; c < columns; c++) {
        const log = data[row * columns + c]!;
        steps[at + c] = Math.exp(log);
        steps[at + columns + c] = 1 - Math.max(log, LEAST_LOG) / LEAST_LOG;
      }
    }
    before += 2 * columns;
  }
  return matrix(rows, width, steps);
}

/** Steps of the past that a speller is told of in a live utterance (9 s). */
const REMEMBERED_STEPS = 300;

/**
 * One live utterance: with every chunk the speller is told of its context and of some seconds before it again, since how
 * a word is written depends on how it goes on.
 */
class SpelledChunks implements ChunkedForward {
  /** What was heard before the chunk, up to `REMEMBERED_STEPS` rows. */
  private past: HeardOutputs | undefined;

  constructor(
    /** Of phones and letters. */
    private readonly chunks: SeveralChunked,
    private readonly speller: AcousticNetwork,
  ) {}

  get chunkSteps(): number {
    return this.chunks.chunkSteps;
  }

  get contextSteps(): number {
    return this.chunks.contextSteps;
  }

  forward(steps: Matrix, chunkRows: number): Matrix {
    const { past } = this;
    const { phones, letters } = heardOutputs(this.chunks.outputs(steps, chunkRows));
    const heard = past
      ? { phones: joined(past.phones, phones), letters: joined(past.letters, letters) }
      : { phones, letters };
    const before = past?.phones.rows ?? 0;
    const known = before + chunkRows;
    const first = Math.max(0, known - REMEMBERED_STEPS);
    this.past = {
      phones: rowsOf(heard.phones, first, known),
      letters: rowsOf(heard.letters, first, known),
    };
    return rowsOf(this.speller.forward(spellerSteps(heard)), before, known);
  }

  close(): void {
    this.chunks.close();
  }
}

/** Rows of `a` and behind them those of `b`. */
function joined(a: Matrix, b: Matrix): Matrix {
  const data = new Float32Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return matrix(a.rows + b.rows, b.columns, data);
}

/**
 * A network whose letters are the speller's.
 * @param network Owned by the result, which frees both.
 * @throws UserError if the speller is made for other phones or letters.
 */
export async function withSpeller(
  network: SeveralOutputs,
  { spec, weights }: Speller,
): Promise<AcousticNetwork> {
  if (!fitsNetwork(spec, network.spec)) {
    throw new UserError(
      'The speller of the model is made for other phones than its network hears',
      'get the model again, or train a speller for it with `skald language train-speller`',
    );
  }
  const speller = await openAcousticNetwork(spec, weights);
  return {
    spec: network.spec,
    forward: (steps, output = 'characters') =>
      output === 'characters'
        ? speller.forward(spellerSteps(heardOutputs(network.outputs(steps, READ))))
        : network.forward(steps, output),
    openChunks: (output = 'characters') =>
      output === 'characters'
        ? new SpelledChunks(network.openChunksOf(READ), speller)
        : network.openChunks(output),
    close: () => {
      speller.close();
      network.close();
    },
  };
}
