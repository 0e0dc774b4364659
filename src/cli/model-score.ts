/**
 * `skald model score`: how well recordings fit their texts in the ears of a model, so that a training can leave out what
 * does not, and how many phones of the recordings that it learned from it gets wrong.
 * @module
 */
import path from 'node:path';
import { readAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';
import type { Matrix } from '../base/matrix';
import { loadBundle, WEIGHTS_FILE, type Bundle } from '../bundle/load-bundle';
import { PhoneSearch } from '../decoder/phone-search';
import { openBatchMfcc } from '../features/batch-mfcc';
import { padShortClip } from '../features/short-clip';
import type { SaidAs } from '../language/derived-pronunciation';
import { stepsOfFrames } from '../recognizer/front-end';
import { sayerOf } from '../recognizer/phone-decoder';
import { loadTensorflow } from '../tensor/backend';
import { wordsIn } from '../text/error-rate';
import { BatchHearing } from '../training/batch-hearing';
import { cachedFeatures, type CachedRow } from '../training/feature-cache';
import { writeLeftOut } from '../training/left-out';
import { readManifest, type ManifestRow } from '../training/manifest';
import { textFit, whyLeftOut } from '../training/text-fit';
import { writeWhole } from '../training/write-whole';
import { onlyArgument, parseCommand, usageError, wholeNumber } from './command';
import { chooseRows } from './evaluation';
import { eachRecording } from './manifest-loop';
import { ScoreJournal } from './score-journal';
import { fitByCorpus, readableFit, scoreTable, sortedByFit, type ScoredRow } from './score-table';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SEED = 1;
/** Recordings that go through the network together. */
const BATCH = 16;

/** Runs it. */
export async function scoreCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    manifest: { type: 'string', multiple: true },
    limit: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    'left-out': { type: 'string' },
    features: { type: 'string' },
    json: { type: 'boolean' },
  });
  const folder = onlyArgument('model', positionals, 'DIR');
  const { manifest = [] } = values;
  if (manifest.length === 0) throw usageError('model', '--manifest FILE is missing');
  const limit = wholeNumber('model', 'limit', values.limit, 1);
  const seed = wholeNumber('model', 'seed', values.seed, 0) ?? DEFAULT_SEED;
  const bundle = await loadBundle(userPath(terminal, folder));
  const signal = terminal.interruption();
  const all: UnheardRow[] = [];
  for (const file of manifest) {
    const own = await readManifest(userPath(terminal, file));
    all.push(...(await withFeatures(terminal, own, values.features, signal)));
  }
  const rows = chooseRows(all, { corpus: undefined, limit, seed });
  const out = values.out === undefined ? undefined : userPath(terminal, values.out);
  const journal = await ScoreJournal.open(out, bundle.manifest.checksums[WEIGHTS_FILE] ?? '');
  const { scored, failed } = await scoreRows(terminal, bundle, folder, rows, { signal, journal });
  const sorted = sortedByFit(scored);
  if (out !== undefined) await writeWhole(out, scoreTable(sorted, path.dirname(out)));
  if (values['left-out'] !== undefined) {
    await writeLeftOut(
      userPath(terminal, values['left-out']),
      sorted.flatMap(({ row: { file }, fit }) => {
        const reason = whyLeftOut(fit);
        return reason === undefined ? [] : [{ file, reason }];
      }),
    );
  }
  const corpora = fitByCorpus(scored);
  terminal.write(values.json === true ? `${JSON.stringify(corpora)}\n` : readableFit(corpora));
  if (signal.aborted) {
    terminal.note(`skald: stopped after ${scored.length} of ${rows.length} recordings`);
    if (out !== undefined) terminal.note('skald: the same command goes on from there');
  } else {
    await journal.close();
  }
  return failed || signal.aborted ? 1 : 0;
}

/** A recording, with its features where they are known already. */
type UnheardRow = ManifestRow & Partial<Pick<CachedRow, 'features'>>;

/** Takes features from the cache in `folder`, and puts them there where they are missing; without a folder, none. */
async function withFeatures(
  terminal: Terminal,
  rows: readonly ManifestRow[],
  folder: string | undefined,
  signal: AbortSignal,
): Promise<readonly UnheardRow[]> {
  if (folder === undefined) return rows;
  return cachedFeatures(await loadTensorflow(), rows, {
    ...{ folder: userPath(terminal, folder), signal },
    onProgress(line) {
      terminal.note(`skald: ${line}`);
    },
  });
}

/** Hears every row until the signal fires; what cannot be read is named and left out. */
async function scoreRows(
  terminal: Terminal,
  bundle: Bundle,
  folder: string,
  rows: readonly UnheardRow[],
  { signal, journal }: { readonly signal: AbortSignal; readonly journal: ScoreJournal },
): Promise<{ scored: ScoredRow[]; failed: boolean }> {
  const say = openSayer(bundle, folder);
  const search = bundle.phoneTrigram && new PhoneSearch(bundle.phoneTrigram);
  const mfcc = await openBatchMfcc();
  const hearing = await BatchHearing.open(bundle, BATCH);
  const { known } = journal;
  const scored = rows.flatMap((row): ScoredRow[] =>
    known.has(row.file) ? [{ row, fit: known.get(row.file) }] : [],
  );
  let batch: { row: ManifestRow; steps: Matrix }[] = [];
  const scoreBatch = async (): Promise<void> => {
    const waiting = batch;
    batch = [];
    if (waiting.length === 0) return;
    const heard = await hearing.phones(waiting.map(({ steps }) => steps));
    const found = heard.flatMap((posteriors, i): ScoredRow[] => {
      const row = waiting[i]?.row;
      if (row === undefined) return [];
      const text = phonesOf(row.normalised, say);
      return [{ row, fit: text && textFit(posteriors, text, search) }];
    });
    await journal.add(found.map(({ row: { file }, fit }) => ({ file, ...(fit && { fit }) })));
    scored.push(...found);
  };
  // Like lengths side by side, so that little of a batch is padding.
  const byLength = rows
    .filter(({ file }) => !known.has(file))
    .sort((a, b) => a.seconds - b.seconds);
  try {
    const failed = await eachRecording(
      terminal,
      byLength,
      'recordings heard',
      async (row) => {
        const frames = row.features ?? mfcc.extract(padShortClip(await readAudioFile(row.file)));
        batch.push({ row, steps: stepsOfFrames(frames, bundle.statistics) });
        if (batch.length === BATCH) await scoreBatch();
      },
      signal,
    );
    await scoreBatch();
    return { scored, failed };
  } finally {
    hearing.close();
    mfcc.close();
  }
}

/** Phones of a text, each word in its usual way; undefined if it has no words, or one that nobody knows how to say. */
function phonesOf(text: string, say: SaidAs): Uint8Array | undefined {
  const words = wordsIn(text).map(say);
  const known = words.filter((phones) => phones !== undefined);
  if (known.length === 0 || known.length < words.length) return undefined;
  return Uint8Array.from(known.flatMap((phones) => Array.from(phones)));
}

/** Says words as the model does. @throws UserError if it hears no phones or has no lexicon. */
function openSayer({ spec, lexicon, pronouncer }: Bundle, folder: string): SaidAs {
  if (lexicon === undefined || spec.phones === undefined) {
    throw new UserError(
      `Model ${folder} lacks phones or a lexicon`,
      '`skald model add-language` puts a lexicon and a word model in',
    );
  }
  return sayerOf(lexicon, pronouncer);
}
