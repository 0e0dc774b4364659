/**
 * The conditions of the noise test, and what a recogniser hears in each: there are no words in any.
 * @module
 */
import { makeNoise, NOISE_KINDS } from '../audio/made-noise';
import { SAMPLE_RATE } from '../audio/sampling';
import { Random } from '../base/random';
import type { Recognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';

/** A stretch of noise. */
export interface NoiseCondition {
  /** For instance "pink −30 dBFS, room". */
  readonly name: string;
  samples(): Int16Array | Promise<Int16Array>;
}

/** What was heard in one. */
export interface NoiseResult {
  readonly name: string;
  readonly seconds: number;
  /** Should be none. */
  readonly words: readonly string[];
}

const LEVELS_DBFS = [-50, -30, -15];

/**
 * Every kind of made noise at every level, dry and in a room, and silence: `seconds` in all, evenly.
 * @param seed The same seed makes the same noise, whichever conditions are heard.
 */
export function noiseConditions(seconds: number, seed: number): NoiseCondition[] {
  const conditions = NOISE_KINDS.flatMap((kind) =>
    LEVELS_DBFS.flatMap((level) => [false, true].map((room) => ({ kind, level, room }))),
  );
  const each = seconds / (conditions.length + 1);
  return [
    { name: 'digital silence', samples: () => new Int16Array(Math.round(each * SAMPLE_RATE)) },
    ...conditions.map(({ kind, level, room }, i) => ({
      name: `${kind} ${level} dBFS${room ? ', room' : ''}`.replace('-', '−'),
      samples: () =>
        makeNoise({ kind, level, room, seconds: each }, new Random(seed + 7919 * (i + 1))),
    })),
  ];
}

/** Hears one condition, as a recording or as a live stream. */
export async function hearNoise(
  recognizer: Recognizer,
  condition: NoiseCondition,
  stream: boolean,
): Promise<NoiseResult> {
  const samples = await condition.samples();
  const { utterances, duration } = await transcribeSource(
    recognizer,
    {
      duration: samples.length / SAMPLE_RATE,
      warnings: [],
      // eslint-disable-next-line @typescript-eslint/require-await
      async *blocks() {
        yield samples;
      },
    },
    { stream },
  );
  const words = utterances.flatMap((utterance) => utterance.words.map(({ word }) => word));
  return { name: condition.name, seconds: duration, words };
}
