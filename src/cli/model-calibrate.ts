/**
 * `skald model calibrate`: weights that make the confidence of words a probability.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../base/errors';
import { writeDecoding } from '../bundle/add-language';
import { READINGS } from '../decoder/confidence';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../decoder/lexicon-beam';
import { isBelievable, weighedWords } from '../recognizer/phone-decoder';
import { openRescorer, type Rescorer } from '../recognizer/rescorer';
import { align } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import { fitConfidence, judged, reliabilityOf, type JudgedWord } from '../training/calibration';
import { parseCommand } from './command';
import { HEARING, hearManifest } from './hear-phones';
import { reliabilityPlot } from './reliability-plot';
import { userPath, type Terminal } from './terminal';
import { halvesOf, type TunedRecording } from './tuning';

/** Runs it. */
export async function calibrateCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    ...HEARING,
    plot: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const { path, bundle, recordings, failed } = await hearManifest(terminal, positionals, values);
  const search = new LexiconSearch(bundle.lexicon, bundle.words, {
    ...DEFAULT_LEXICON_BEAM,
    ...bundle.manifest.decoding,
  });
  const rescorer = await openRescorer(bundle);
  const halves = halvesOf(recordings);
  const words: [JudgedWord[], JudgedWord[]] = [[], []];
  for (const [i, recording] of recordings.entries()) {
    terminal.progress(`${i} of ${recordings.length} recordings searched`);
    words[halves.get(recording.speaker) ?? 0].push(...judgedWords(search, recording, rescorer));
  }
  terminal.progress('');
  rescorer?.close();
  if (words.some((half) => half.length === 0)) {
    throw new UserError(
      `${values.manifest ?? ''} has words of fewer than two speakers`,
      'give recordings of more speakers',
    );
  }
  // Each half with the weights of the other: what new speakers may expect.
  const heldOut = [
    ...judged(words[0], fitConfidence(words[1])),
    ...judged(words[1], fitConfidence(words[0])),
  ];
  const all = words.flat();
  const weights = fitConfidence(all);
  const before = reliabilityOf(judged(all));
  const after = reliabilityOf(heldOut);
  if (values.plot !== undefined) {
    const title = `${all.length} words of ${halves.size} speakers, weights of other speakers`;
    await writePlot(userPath(terminal, values.plot), reliabilityPlot(title, before, after));
  }
  if (values.write === true) {
    await writeDecoding(path, { ...bundle.manifest.decoding, confidence: weights });
  }
  const report = {
    ...{ recordings: recordings.length, words: all.length },
    right: all.filter(({ isRight }) => isRight).length / all.length,
    before: { error: before.error, entropy: before.entropy },
    after: { error: after.error, entropy: after.entropy },
    weights,
  };
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
  return failed ? 1 : 0;
}

/** The words of a recording, as the recogniser would write them. */
function judgedWords(
  search: LexiconSearch,
  { reference, pieces }: TunedRecording,
  rescorer: Rescorer | undefined,
): JudgedWord[] {
  const heard = pieces
    .map((piece) => weighedWords(search, piece, READINGS, rescorer))
    .filter(isBelievable)
    .flat();
  const { pairs } = align(
    wordsIn(reference),
    heard.map(({ word }) => word),
  );
  const rights = pairs
    .filter(({ hypothesis }) => hypothesis !== undefined)
    .map(({ reference: spoken, hypothesis }) => spoken === hypothesis);
  return heard.map(({ evidence }, i) => ({ evidence, isRight: rights[i] === true }));
}

async function writePlot(file: string, svg: string): Promise<void> {
  try {
    await writeFile(file, svg);
  } catch (error) {
    throw new UserError(`cannot write ${file} (${messageOf(error)})`, 'choose another --plot FILE');
  }
}

function readable(report: {
  readonly words: number;
  readonly right: number;
  readonly before: { readonly error: number; readonly entropy: number };
  readonly after: { readonly error: number; readonly entropy: number };
  readonly weights: object;
}): string {
  const line = (name: string, { error, entropy }: typeof report.before): string =>
    `${name.padEnd(24)} error ${(100 * error).toFixed(1).padStart(5)} %, normalised cross entropy ${entropy.toFixed(3)}`;
  return `${[
    `${report.words} words, ${(100 * report.right).toFixed(1)} % of them right`,
    line('mean posterior', report.before),
    line('with other half’s weights', report.after),
    `weights of all: ${JSON.stringify(report.weights)}`,
  ].join('\n')}\n`;
}
