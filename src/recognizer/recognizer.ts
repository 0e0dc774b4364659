/**
 * The recogniser: a loaded model, shared by any number of streams and never changed by them.
 * @module
 */
import type { AcousticNetwork } from '../acoustic/acoustic-network';
import { openAcousticNetwork } from '../acoustic/open-network';
import { withSpeller } from '../acoustic/speller';
import { PauseSplitter } from '../audio/pause-splitter';
import { matrix, type Matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { openBatchMfcc } from '../features/batch-mfcc';
import { SAMPLE_RATE } from '../features/definition';
import { padShortClip } from '../features/short-clip';
import type { HotPhrase } from '../language/hot-words';
import type { Utterance } from '../protocol/transcript';
import type { Writing } from '../protocol/writing';
import { LONGEST_UTTERANCE, type EndpointRule } from './endpoint';
import { lettersFirstPass, type FirstPass } from './first-pass';
import { FrontEnd, stepMatrix, stepsOfFrames } from './front-end';
import type { UtteranceParts } from './live-utterance';
import { openPhoneDecoder, sayerOfHotWords, type PhoneDecoder } from './phone-decoder';
import { ReadableText } from './readable-text';
import { openRescorer } from './rescorer';
import {
  chooseDecoder,
  nothingIn,
  openSecondPass,
  type DecoderName,
  type SecondPass,
} from './second-pass';
import { stretchedHearings } from './stretched-hearings';
import { LiveStream, type RecognizerStream } from './stream';
import { hearsVoice } from './voice-activity';

/** Settings of a recogniser. */
export interface RecognizerOptions {
  /** How whole utterances are decoded. Default: `lexicon` if the model can do that, else `beam`. */
  readonly decoder?: DecoderName;
  /** Words and phrases that are likelier than the model thinks; for the lexicon decoder. */
  readonly hotWords?: readonly HotPhrase[];
  /** What hears phones instead of the model's own decoder, or around it. */
  readonly aroundPhones?: (own: PhoneDecoder | undefined) => PhoneDecoder | undefined;
  /**
   * Make ready for live streams, so that the first one is as quick as the next: costs a moment. Default: true.
   */
  readonly live?: boolean;
  /** Whether the model's recurrent language model chooses among readings, where it has one. Default: true. */
  readonly rescoring?: boolean;
}

/** Settings of a stream. */
export interface StreamOptions {
  /** When utterances end; `ENDPOINT_RULES` where nothing is said. */
  readonly rules?: readonly EndpointRule[];
}

/** A loaded model. Its streams share it; each keeps its own state. */
export interface Recognizer {
  /** Opens a live stream. */
  openStream(options?: StreamOptions): RecognizerStream;
  /**
   * Decodes a recording as a whole; one of more than 20 s is cut at pauses.
   * @param samples 16 kHz mono.
   * @param start Where it begins, in seconds; 0 where nothing is said.
   */
  transcribe(samples: Int16Array, start?: number): Utterance;
  /** Writes the utterances of one stream or recording readably, in their order. */
  openText(writing: Writing): ReadableText;
  /** Frees the model. Its streams are dead afterwards. */
  close(): void;
}

/**
 * Builds a recogniser from a loaded bundle.
 * @throws UserError if the network cannot be built from it, or the decoder that is asked for has not what it needs.
 */
export async function createRecognizer(
  bundle: Bundle,
  options: RecognizerOptions = {},
): Promise<Recognizer> {
  const { hotWords = [] } = options;
  const say = sayerOfHotWords(bundle, hotWords);
  const rescorer = options.rescoring === false ? undefined : await openRescorer(bundle);
  const own = openPhoneDecoder(bundle, hotWords, say, rescorer);
  if (options.hotWords !== undefined) chooseDecoder('lexicon', own);
  const phones = options.aroundPhones ? options.aroundPhones(own) : own;
  const decoder = chooseDecoder(options.decoder, phones);
  const { statistics, alphabet } = bundle;
  const { stretch = 0 } = bundle.manifest.decoding ?? {};
  const trunk = await openAcousticNetwork(
    bundle.spec,
    bundle.weights,
    stretch > 0 ? stretchedHearings(statistics, stretch) : undefined,
  );
  // The lexicon decoder reads phones only.
  const speller = decoder === 'lexicon' ? undefined : bundle.speller?.();
  const network = speller ? await withSpeller(trunk, speller) : trunk;
  if (options.live !== false) warmUp(network, decoder);
  const mfcc = await openBatchMfcc();
  const { punctuation } = bundle;
  const parts = {
    network,
    statistics,
    alphabet,
    ...(phones && { phones }),
    ...(punctuation && { punctuation }),
  };
  const recognizer = recognizerOf(parts, { decoder }, (samples) =>
    stepsOfFrames(mfcc.extract(samples), statistics),
  );
  return {
    ...recognizer,
    close: () => {
      recognizer.close();
      mfcc.close();
      rescorer?.close();
    },
  };
}

/** A graph is prepared by its first run: up to a second that no first word should wait for. */
function warmUp(network: AcousticNetwork, decoder: DecoderName): void {
  const { inputSize } = network.spec;
  const silence = matrix(1, inputSize, new Float32Array(inputSize));
  const output = decoder === 'lexicon' ? 'phones' : 'characters';
  network.forward(silence, output);
  const chunks = network.openChunks(output);
  chunks.forward(silence, 1);
  chunks.close();
}

/** From the samples of a whole piece to the steps that the network takes. */
export type WholeFrontEnd = (samples: Int16Array) => Matrix;

/**
 * A recogniser of parts that are open already.
 * @param wholeFrontEnd For recordings; the live front end, which is slower, where none is given.
 */
export function recognizerOf(
  parts: UtteranceParts,
  options: RecognizerOptions = {},
  wholeFrontEnd: WholeFrontEnd = (samples) => {
    const rows = new FrontEnd(parts.statistics).accept(samples);
    return stepMatrix(rows, 0, rows.length);
  },
): Recognizer {
  const { decoder, aroundPhones } = options;
  const phones = aroundPhones ? aroundPhones(parts.phones) : parts.phones;
  const { network, alphabet } = parts;
  const secondPass = openSecondPass({ network, alphabet, ...(phones && { phones }) }, decoder);
  const words = chooseDecoder(decoder, phones) === 'lexicon' ? phones : undefined;
  const openFirstPass = (): FirstPass => words?.openFirstPass() ?? lettersFirstPass(alphabet);
  return {
    openText: (writing) => new ReadableText(writing, parts.punctuation),
    openStream: ({ rules } = {}) => new LiveStream(parts, openFirstPass, secondPass, rules),
    transcribe: (samples, start = 0) =>
      samples.length > LONGEST_UTTERANCE * SAMPLE_RATE
        ? joined(
            pieces(samples).map((p) =>
              transcribePiece(wholeFrontEnd, secondPass, p.samples, start + p.start),
            ),
          )
        : transcribePiece(wholeFrontEnd, secondPass, samples, start),
    close: () => {
      parts.network.close();
    },
  };
}

function pieces(samples: Int16Array): { samples: Int16Array; start: number }[] {
  const splitter = new PauseSplitter();
  return [...splitter.accept(samples), ...splitter.finish()].map((piece) => ({
    samples: piece.samples,
    start: piece.startSample / SAMPLE_RATE,
  }));
}

function joined(utterances: readonly Utterance[]): Utterance {
  const spoken = utterances.filter((utterance) => utterance.text !== '');
  const first = utterances[0];
  return {
    start: spoken[0]?.start ?? first?.start ?? 0,
    end: spoken.at(-1)?.end ?? utterances.at(-1)?.end ?? 0,
    text: spoken.map((utterance) => utterance.text).join(' '),
    words: spoken.flatMap((utterance) => utterance.words),
  };
}

function transcribePiece(
  wholeFrontEnd: WholeFrontEnd,
  secondPass: SecondPass,
  samples: Int16Array,
  start: number,
): Utterance {
  const span = { start, end: start + samples.length / SAMPLE_RATE };
  if (!hearsVoice(samples)) return nothingIn(span);
  const padded = padShortClip(samples);
  const padding = (padded.length - samples.length) >> 1;
  return secondPass(wholeFrontEnd(padded), start - padding / SAMPLE_RATE, span);
}
