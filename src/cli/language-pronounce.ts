/**
 * `skald language pronounce`: how words are said, and who says so.
 * @module
 */
import { loadBundle, type Bundle } from '../bundle/load-bundle';
import { readPronouncer } from '../bundle/pronouncer-file';
import { derivePronunciation } from '../language/derived-pronunciation';
import { PlainNetwork } from '../language/g2p/plain-network';
import { likelyPronunciations } from '../language/g2p/pronounce';
import { isPronounceable } from '../language/g2p/pronouncer-spec';
import { USUAL_WIDTH } from '../language/g2p/pronunciation-beam';
import { pronunciationsOf } from '../language/lexicon';
import { UserError } from '../base/errors';
import { normaliseText } from '../text/normalise';
import { decodePhones } from '../text/phones';
import { parseCommand, usageError, wholeNumber } from './command';
import { defaultModelFolder } from './package-root';
import { userPath, type Terminal } from './terminal';

/** Phones, and where the network says them its log probability. */
interface Way {
  readonly phones: string;
  readonly score?: number;
}

/** Where a pronunciation comes from. */
type Source = 'lexicon' | 'other words' | 'network';

/** The ways to say a word; none where nobody can. */
type Speaker = (word: string) => { readonly by: Source; readonly ways: readonly Way[] } | undefined;

/** Runs it. */
export async function pronounceCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseCommand('language', args, {
    model: { type: 'string' },
    network: { type: 'string' },
    ways: { type: 'string' },
    json: { type: 'boolean' },
  });
  const words = positionals.map((given) => {
    const word = normaliseText(given);
    if (isPronounceable(word)) return word;
    throw usageError('language', `"${given}" is not one word of letters`);
  });
  if (words.length === 0) throw usageError('language', 'WORD is missing');
  const ways = wholeNumber('language', 'ways', values.ways, 1);
  const { model, network } = values;
  let speaker: Speaker;
  if (network !== undefined) {
    const { spec, weights } = await readPronouncer(userPath(terminal, network));
    speaker = networkSpeaker(new PlainNetwork(spec, weights), ways ?? 1);
  } else {
    const folder = model === undefined ? defaultModelFolder() : userPath(terminal, model);
    speaker = modelSpeaker(await loadBundle(folder), ways);
  }
  for (const word of words) {
    const said = speaker(word);
    if (said === undefined) {
      throw new UserError(
        `The model does not know how "${word}" is said`,
        'give a model with a pronunciation network, or --network FILE',
      );
    }
    terminal.write(
      values.json === true
        ? `${JSON.stringify({ word, ...said })}\n`
        : said.ways.map(({ phones }) => `${word}\t${phones}\t${said.by}\n`).join(''),
    );
  }
}

function networkSpeaker(network: PlainNetwork, most: number): Speaker {
  return (word) => {
    const found = likelyPronunciations(network, word, Math.max(USUAL_WIDTH, most));
    const ways = found.slice(0, most).map(({ phones, score }) => ({
      phones: decodePhones(phones),
      score,
    }));
    return { by: 'network', ways };
  };
}

/** @param ways Asks the network for so many; the lexicon is asked first where it is undefined. */
function modelSpeaker({ folder, lexicon, pronouncer }: Bundle, ways: number | undefined): Speaker {
  const read = pronouncer?.();
  const network = read && networkSpeaker(new PlainNetwork(read.spec, read.weights), ways ?? 1);
  if (ways !== undefined) {
    if (network) return network;
    throw new UserError(`Model ${folder} has no pronunciation network`, 'leave --ways out');
  }
  const listed = new Map<string, Uint8Array[]>();
  for (const { word, phones } of lexicon ? pronunciationsOf(lexicon) : []) {
    const known = listed.get(word);
    if (known) known.push(phones);
    else listed.set(word, [phones]);
  }
  const written = (phones: Uint8Array): Way => ({ phones: decodePhones(phones) });
  return (word) => {
    const known = listed.get(word);
    if (known) return { by: 'lexicon', ways: known.map(written) };
    const derived = derivePronunciation(word, (other) => listed.get(other)?.[0]);
    if (derived) return { by: 'other words', ways: [written(derived)] };
    return network?.(word);
  };
}
