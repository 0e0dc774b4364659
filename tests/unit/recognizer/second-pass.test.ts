/**
 * Text, times and emptiness of the second pass, on posteriors that are written down.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticNetwork } from '../../../src/acoustic/acoustic-network';
import { matrix } from '../../../src/base/matrix';
import { STEP_SIZE } from '../../../src/features/definition';
import { makeLexicon } from '../../../src/language/lexicon';
import { lettersFirstPass } from '../../../src/recognizer/first-pass';
import type { PhoneDecoder } from '../../../src/recognizer/phone-decoder';
import {
  chooseDecoder,
  nothingIn,
  openSecondPass,
  type DecoderName,
} from '../../../src/recognizer/second-pass';
import { ALPHABET, loudnessParts } from './loudness-network';

const BLANK = '-';
const CLASSES = [...ALPHABET, BLANK];

/** A network whose best path is `path`, one symbol a step, each with probability 0.9. */
function networkSaying(path: string): AcousticNetwork {
  const data = new Float32Array(path.length * CLASSES.length).fill(Math.log(0.1 / 3));
  Array.from(path, (symbol, t) => {
    data[t * CLASSES.length + CLASSES.indexOf(symbol)] = Math.log(0.9);
  });
  const { network } = loudnessParts();
  return { ...network, forward: () => matrix(path.length, CLASSES.length, data) };
}

function decoded(path: string, decoder: DecoderName, offset = 0, span = { start: 0, end: 100 }) {
  const pass = openSecondPass({ network: networkSaying(path), alphabet: ALPHABET }, decoder);
  return pass(
    matrix(path.length, STEP_SIZE, new Float32Array(path.length * STEP_SIZE)),
    offset,
    span,
  );
}

describe.each(['greedy', 'beam'] as const)('openSecondPass with %s', (decoder) => {
  it('reads words, with times that count from the offset', () => {
    const { text, words, start, end } = decoded('--aab- -b-', decoder, 10);
    expect(text).toBe('ab b');
    expect(words.map(({ word }) => word)).toEqual(['ab', 'b']);
    expect(start).toBeCloseTo(10.06, 2);
    expect(words[1]?.start).toBeCloseTo(10.24, 2);
    expect(end).toBeCloseTo(10.27, 2);
    for (const { confidence } of words) {
      expect(confidence).toBeGreaterThan(0.8);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it('finds nothing in blanks', () => {
    expect(decoded('------', decoder, 0, { start: 2, end: 3 })).toEqual({
      start: 2,
      end: 3,
      text: '',
      words: [],
    });
  });

  it('keeps times inside the span, in whole milliseconds', () => {
    const { start, end } = decoded('a-----b', decoder, -0.05, { start: 0, end: 0.12345 });
    expect(start).toBe(0);
    expect(end).toBe(0.123);
  });

  it('does not ask the network about no steps', () => {
    expect(decoded('', decoder, 0, { start: 1, end: 1.01 }).text).toBe('');
  });
});

describe('openSecondPass with a lexicon', () => {
  const phones: PhoneDecoder = {
    lexicon: makeLexicon([]),
    openFirstPass: () => lettersFirstPass([]),
    phonesIn: () => [],
    decode: ({ rows, columns }, offset) => [
      { word: `${rows}x${columns}`, start: offset - 1, end: offset + 0.12345, confidence: 0.98765 },
    ],
  };
  const asked: (string | undefined)[] = [];
  const network: AcousticNetwork = {
    ...networkSaying('a'),
    forward: ({ rows }, output) => {
      asked.push(output);
      return matrix(rows, 40, new Float32Array(rows * 40));
    },
  };
  const steps = matrix(2, STEP_SIZE, new Float32Array(2 * STEP_SIZE));

  it('hands the phones of the network to the decoder, and keeps its words inside the span', () => {
    const pass = openSecondPass({ network, alphabet: ALPHABET, phones });
    expect(pass(steps, 3, { start: 3, end: 4 })).toEqual({
      start: 3,
      end: 3.123,
      text: '2x40',
      words: [{ word: '2x40', start: 3, end: 3.123, confidence: 0.988 }],
    });
    expect(asked).toEqual(['phones']);
  });

  it('is chosen where nothing else is asked for and there is a decoder of phones', () => {
    expect(chooseDecoder(undefined, phones)).toBe('lexicon');
    expect(chooseDecoder(undefined, undefined)).toBe('beam');
    expect(chooseDecoder('greedy', phones)).toBe('greedy');
  });

  it('is refused as wrong usage where there is none', () => {
    expect(() => openSecondPass({ network, alphabet: ALPHABET }, 'lexicon')).toThrow(
      expect.objectContaining({ exitCode: 2 }) as Error,
    );
  });
});

describe('nothingIn', () => {
  it('is an utterance without words', () => {
    expect(nothingIn({ start: 1, end: 2 })).toEqual({ start: 1, end: 2, text: '', words: [] });
  });
});
