/**
 * A model that hears phones, a stand-in for its network, and recordings of it, for the commands that search words.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, vi } from 'vitest';
import type { AcousticNetwork } from '../../../src/acoustic/acoustic-network';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { addLanguage } from '../../../src/bundle/add-language';
import { loadBundle, type Bundle } from '../../../src/bundle/load-bundle';
import { bestClass } from '../../../src/decoder/greedy';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { openPhoneDecoder } from '../../../src/recognizer/phone-decoder';
import { runCommandLine } from '../../../src/cli/run';
import {
  createRecognizer,
  recognizerOf,
  type Recognizer,
  type RecognizerOptions,
} from '../../../src/recognizer/recognizer';
import { scratchFolder } from '../../support/scratch-folder';
import { surePosteriors } from '../../support/posteriors';
import { writeWav } from '../../support/wav-file';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { loudnessParts } from '../recognizer/loudness-network';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';

const HEADER = 'file\tseconds\tspeaker\tcorpus\ttext\tnormalised';
const BLANK = 39;
const parts = loudnessParts();
const letters = parts.network;
/** Letter 0 is phone 0, letter 1 is phone 1, all else is the blank. */
function asPhones(heard: Matrix): Matrix {
  if (heard.rows === 0) return matrix(0, BLANK + 1, new Float32Array());
  const path = Array.from({ length: heard.rows }, (_, t) => bestClass(heard, t));
  return surePosteriors(
    path.map((unit) => (unit > 1 ? BLANK : unit)),
    BLANK + 1,
  );
}
const network: AcousticNetwork = {
  ...letters,
  forward: (steps) => asPhones(letters.forward(steps)),
  openChunks: (output) => {
    const chunks = letters.openChunks(output);
    return { ...chunks, forward: (steps, rows) => asPhones(chunks.forward(steps, rows)) };
  },
};
const lexicon = makeLexicon([
  { word: 'aah', phones: Uint8Array.of(0) },
  { word: 'ae', phones: Uint8Array.of(1) },
]);

/** A recogniser of a bundle whose network is the stand-in; in place of `createRecognizer`. */
function standIn(bundle: Bundle, options?: RecognizerOptions): Promise<Recognizer> {
  return Promise.resolve(
    recognizerOf({ ...parts, network, phones: openPhoneDecoder(bundle)! }, options),
  );
}

/**
 * Fills a folder with the models `model` and `letters` (which has no words) and the manifests `one.tsv`, `two.tsv` (of
 * so many speakers) and `broken.tsv` (a recording is missing).
 * @returns What is said in the recordings; that of the second speaker ends with "more", which nobody says.
 */
async function writePhoneModel(folder: string): Promise<string> {
  const spoken = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));
  await writeWav(join(folder, 'a.wav'), spoken);
  await writePhoneBundle(join(folder, 'letters'));
  await writePhoneBundle(join(folder, 'model'));
  const words = smallWordModelFile(['aah', 'ae']);
  await addLanguage(
    join(folder, 'model'),
    { lexicon: encodeLexicon(lexicon), words },
    { alpha: 5 },
  );
  const phones = openPhoneDecoder(await loadBundle(join(folder, 'model')))!;
  const said = recognizerOf({ ...parts, network, phones }).transcribe(spoken).text;
  const line = (speaker: string, text: string): string => `a.wav\t4\t${speaker}\tc\tx\t${text}`;
  const manifest = (name: string, ...lines: string[]): Promise<void> =>
    writeFile(join(folder, name), `${[HEADER, ...lines].join('\n')}\n`);
  await manifest('two.tsv', line('s', said), line('t', `${said} more`));
  await manifest('one.tsv', line('s', said));
  await manifest('broken.tsv', line('s', said), line('t', said), 'gone.wav\t1\tt\tc\tx\tx');
  return said;
}

/** The folder of {@link writePhoneModel} for one test file. */
export interface PhoneModel {
  readonly folder: string;
  /** What is said in the recordings. */
  readonly said: string;
  /** Runs `skald model ACTION` in the folder. */
  run(action: string, ...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }>;
}

/** Called at the top of a test file that mocks `createRecognizer`: the stand-in takes its place in every test. */
export function phoneModel(): PhoneModel {
  const { path: folder } = scratchFolder();
  let said = '';
  beforeAll(async () => {
    said = await writePhoneModel(folder);
  });
  beforeEach(() => {
    vi.mocked(createRecognizer).mockReset().mockImplementation(standIn);
  });
  return {
    folder,
    get said() {
      return said;
    },
    async run(action, ...args) {
      const terminal = recordingTerminal(folder);
      return { code: await runCommandLine(['model', action, ...args], terminal), terminal };
    },
  };
}
