/**
 * `skald model errors`: where the word errors of a model come from.
 * @module
 */
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../decoder/lexicon-beam';
import { parseCommand, wholeNumber } from './command';
import {
  addErrorSources,
  errorSourcesOf,
  noErrorSources,
  type ErrorSources,
} from './error-sources';
import { HEARING, hearManifest } from './hear-phones';
import type { Terminal } from './terminal';

const DEFAULT_READINGS = 100;
/** By how much the wider search is wider, and how much further below the best its hypotheses may lie. */
const DEFAULT_WIDER = 10;
const WIDER_RANGE = 2;

/** Runs it. */
export async function errorsCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    ...HEARING,
    readings: { type: 'string' },
    wider: { type: 'string' },
    json: { type: 'boolean' },
  });
  const readings = wholeNumber('model', 'readings', values.readings, 1) ?? DEFAULT_READINGS;
  const wider = wholeNumber('model', 'wider', values.wider, 1) ?? DEFAULT_WIDER;
  const { bundle, recordings, failed } = await hearManifest(terminal, positionals, values);
  const options = { ...DEFAULT_LEXICON_BEAM, ...bundle.manifest.decoding };
  const { lexicon, words } = bundle;
  const search = new LexiconSearch(lexicon, words, options);
  const wide = new LexiconSearch(lexicon, words, {
    ...options,
    ...{ width: wider * options.width, range: WIDER_RANGE * options.range },
    phoneFloor: WIDER_RANGE * options.phoneFloor,
  });
  const all = noErrorSources();
  const corpora = new Map<string, ErrorSources>();
  for (const [i, recording] of recordings.entries()) {
    terminal.progress(`${i} of ${recordings.length} recordings searched`);
    const own = errorSourcesOf(recording, search, wide, readings);
    const sum = corpora.get(recording.corpus) ?? noErrorSources();
    corpora.set(recording.corpus, sum);
    addErrorSources(sum, own);
    addErrorSources(all, own);
  }
  terminal.progress('');
  const lineOf = (corpus: string, counts: ErrorSources) => ({ corpus, ...sharesOf(counts) });
  const report = {
    ...{ readings, wider, all: lineOf('all', all) },
    corpora: Array.from(corpora, ([corpus, counts]) => lineOf(corpus, counts)),
  };
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
  return failed ? 1 : 0;
}

/** One line of the report; rates are shares. */
type ErrorLine = ReturnType<typeof sharesOf> & { readonly corpus: string };

function sharesOf(counts: ErrorSources) {
  const ofWords = (errors: number): number => errors / Math.max(1, counts.words);
  return {
    recordings: counts.recordings,
    words: counts.words,
    outOfVocabulary: ofWords(counts.unknown),
    wer: ofWords(counts.errors),
    oracleWer: ofWords(counts.oracleErrors),
    wideWer: ofWords(counts.wideErrors),
    searchErrors: counts.missed / Math.max(1, counts.recordings),
    per: counts.phones === 0 ? null : counts.phoneErrors / counts.phones,
    searchTimesRealTime: counts.audioSeconds / Math.max(Number.EPSILON, counts.searchSeconds),
  };
}

function readable(report: {
  readonly readings: number;
  readonly wider: number;
  readonly all: ErrorLine;
  readonly corpora: readonly ErrorLine[];
}): string {
  const { readings, wider } = report;
  const lines = [...report.corpora, report.all];
  const percent = (share: number | null): string =>
    (share === null ? '–' : `${(100 * share).toFixed(1)} %`).padStart(8);
  const width = Math.max(...lines.map(({ corpus }) => corpus.length));
  return `${[
    `oracle: the best of ${readings} readings; wider: ${wider} times the width; missed: recordings for which the wider search`,
    'found a reading with a better score; unknown: words that the lexicon lacks; speed: of the search alone, seconds heard',
    'in a processor second',
    `${''.padEnd(width)} recordings   words  unknown   errors   oracle    wider   missed   phones   speed`,
    ...lines.map((line) =>
      [
        line.corpus.padEnd(width),
        String(line.recordings).padStart(10),
        String(line.words).padStart(7),
        percent(line.outOfVocabulary),
        percent(line.wer),
        percent(line.oracleWer),
        percent(line.wideWer),
        percent(line.searchErrors),
        percent(line.per),
        line.searchTimesRealTime.toFixed(0).padStart(7),
      ].join(' '),
    ),
  ].join('\n')}\n`;
}
