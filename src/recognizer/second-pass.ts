/**
 * The second pass: a whole utterance through the full network, and the best text of what it says.
 * @module
 */
import type { AcousticNetwork } from '../acoustic/acoustic-network';
import { BugError, UserError } from '../base/errors';
import type { Matrix } from '../base/matrix';
import { greedyDecode, type DecodedUnits } from '../decoder/greedy';
import { prefixBeamAdvance, prefixBeamBest, prefixBeamStart } from '../decoder/prefix-beam';
import { wordsOf } from '../decoder/words';
import { STEP_SECONDS } from '../features/definition';
import type { Utterance, Word } from '../protocol/transcript';
import { alignUnits } from '../decoder/forced-alignment';
import type { PhoneDecoder } from './phone-decoder';

/** Ways to find the text: in posteriors of letters, or with a lexicon and a word model in those of phones. */
export type DecoderName = 'greedy' | 'beam' | 'lexicon';

/** A stretch of a stream in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Decodes T × `STEP_SIZE` steps of which the first begins at `offset` seconds. Word times are kept inside `span`,
 * since room may have been added around a short clip.
 */
export type SecondPass = (steps: Matrix, offset: number, span: Span) => Utterance;

/** What a second pass needs. */
export interface SecondPassParts {
  readonly network: AcousticNetwork;
  readonly alphabet: readonly string[];
  /** From phones to words; only the lexicon decoder needs it. */
  readonly phones?: PhoneDecoder;
}

/**
 * The decoder of that name, or the best one that `phones` allows.
 * @throws UserError (exit 2) if the lexicon decoder is asked for and there is none.
 */
export function chooseDecoder(
  name: DecoderName | undefined,
  phones: PhoneDecoder | undefined,
): DecoderName {
  if (name !== 'lexicon') return name ?? (phones === undefined ? 'beam' : 'lexicon');
  if (phones !== undefined) return name;
  throw new UserError(
    'the lexicon decoder needs a model that hears phones and has a lexicon and a word model',
    'use --decoder beam, or see `skald model --help` for add-language',
    2,
  );
}

/**
 * The second pass on a network.
 * @param name Of the decoder; the best one where none is given.
 * @throws UserError as {@link chooseDecoder} does.
 */
export function openSecondPass(parts: SecondPassParts, name?: DecoderName): SecondPass {
  const decoder = chooseDecoder(name, parts.phones);
  return (steps, offset, span) => {
    if (steps.rows === 0) return nothingIn(span);
    const words = hear(parts, decoder, steps, offset).map((word) => ({
      ...word,
      start: inside(span, word.start),
      end: inside(span, word.end),
      confidence: inThousandths(word.confidence),
    }));
    return {
      start: words[0]?.start ?? inside(span, span.start),
      end: words.at(-1)?.end ?? inside(span, span.end),
      text: words.map(({ word }) => word).join(' '),
      words,
    };
  };
}

function hear(
  { network, alphabet, phones }: SecondPassParts,
  decoder: DecoderName,
  steps: Matrix,
  offset: number,
): Word[] {
  if (decoder === 'lexicon' && phones !== undefined) {
    return phones.decode(network.forward(steps, 'phones'), offset);
  }
  const posteriors = network.forward(steps);
  const units = decoder === 'greedy' ? greedyDecode(posteriors) : beamDecode(posteriors);
  return wordsOf(units, alphabet, STEP_SECONDS, offset);
}

/** The utterance in which nobody spoke. */
export function nothingIn(span: Span): Utterance {
  return { start: inside(span, span.start), end: inside(span, span.end), text: '', words: [] };
}

function inside(span: Span, time: number): number {
  return inThousandths(Math.min(span.end, Math.max(span.start, time)));
}

/** A step is 30 ms and a confidence a guess: more digits would be noise. */
function inThousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/**
 * The most probable text, and when it was said. Over long silences the sum over all places of one improbable letter
 * can exceed the probability of silence: where the best path says nothing, nothing was said.
 */
function beamDecode(posteriors: Matrix): DecodedUnits {
  const path = greedyDecode(posteriors);
  if (path.units.length === 0) return path;
  const [best] = prefixBeamBest(prefixBeamAdvance(prefixBeamStart(), posteriors), 1);
  if (best === undefined) {
    throw new BugError(
      'Cannot take the best of a beam as it must not be empty: current count is 0',
    );
  }
  return alignUnits(posteriors, best.units);
}
