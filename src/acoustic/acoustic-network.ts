/**
 * What the recogniser asks of an acoustic network, whatever runs it.
 * @module
 */
import type { Matrix } from '../base/matrix';
import type { AcousticSpec, OutputName } from './acoustic-spec';

/** Steps of a live chunk (600 ms): results come this often. */
export const CHUNK_STEPS = 20;
/**
 * Steps after a chunk that the backward direction may look at (360 ms). 20 steps made 0.6 points fewer character
 * errors in the live text of 60 development recordings, and showed every word 240 ms later.
 */
export const CONTEXT_STEPS = 12;

/** Several hearings of the same steps, which the network takes as a batch: it says what all of them have in common. */
export interface Hearings {
  readonly count: number;
  /** T × I → the T × `count` × I numbers of all hearings, those of one step beside each other. */
  readonly of: (steps: Matrix) => Float32Array;
}

/** A trained network, shared by all utterances; it keeps nothing of what it heard. */
export interface AcousticNetwork {
  readonly spec: AcousticSpec;
  /**
   * A whole utterance at once.
   * @param steps T × `inputSize`, normalised.
   * @param output Which output layer is asked; the characters where nothing is said.
   * @returns T × its classes, natural log posteriors; the blank is the last class.
   * @throws RangeError if the network has no such output.
   */
  forward(steps: Matrix, output?: OutputName): Matrix;
  /** Starts one live utterance. @param output As for `forward`. @throws RangeError likewise. */
  openChunks(output?: OutputName): ChunkedForward;
  /** Frees the native memory. */
  close(): void;
}

/**
 * One live utterance, heard chunk by chunk (latency-controlled bidirectional network: Zhang et al. 2016,
 * "Highway long short-term memory RNNs for distant speech recognition", section 4): the forward direction's state
 * is carried from chunk to chunk, the backward direction starts anew at the end of each chunk's right context.
 */
export interface ChunkedForward {
  readonly chunkSteps: number;
  readonly contextSteps: number;
  /**
   * @param steps The chunk and its right context: up to `chunkSteps + contextSteps` rows.
   * @param chunkRows Rows that belong to the chunk: `chunkSteps`, or all rows of the last call. The next call starts
   * after them.
   * @returns `chunkRows` × `classes`, natural log posteriors.
   */
  forward(steps: Matrix, chunkRows: number): Matrix;
  /** Frees the state; needed once, after the last chunk. */
  close(): void;
}

/** A network that can be asked for several outputs in one pass, and for those of a chunk's context. */
export interface SeveralOutputs extends AcousticNetwork {
  /** As `forward`, one matrix for each name. */
  outputs(steps: Matrix, names: readonly OutputName[]): Matrix[];
  /** Starts one live utterance; `forward` of it gives the first name. */
  openChunksOf(names: readonly OutputName[]): SeveralChunked;
}

/** One live utterance of {@link SeveralOutputs}. */
export interface SeveralChunked extends ChunkedForward {
  /**
   * As `forward`, one matrix for each name, of all rows of `steps`: those of the context are the worse the later they are.
   */
  outputs(steps: Matrix, chunkRows: number): Matrix[];
}
