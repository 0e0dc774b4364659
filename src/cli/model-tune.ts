/**
 * `skald model tune`: the weights of the lexicon decoder with the fewest word errors.
 * @module
 */
import { UserError } from '../base/errors';
import { writeDecoding } from '../bundle/add-language';
import { DEFAULT_LEXICON_BEAM, type LexiconBeamOptions } from '../decoder/lexicon-beam';
import { readManifest } from '../training/manifest';
import { onlyArgument, parseCommand, usageError, wholeNumber } from './command';
import { chooseRows } from './evaluation';
import { hearPhones, loadWordBundle } from './hear-phones';
import { userPath, type Terminal } from './terminal';
import { Tuner, rateOf, type Trial, type TuningResult } from './tuning';

const DEFAULT_SEED = 1;

/** Runs it. */
export async function tuneCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    manifest: { type: 'string' },
    corpus: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string' },
    heard: { type: 'string' },
    width: { type: 'string' },
    write: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.manifest === undefined) throw usageError('model', '--manifest FILE is missing');
  const limit = wholeNumber('model', 'limit', values.limit, 1);
  const seed = wholeNumber('model', 'seed', values.seed, 0) ?? DEFAULT_SEED;
  const width = wholeNumber('model', 'width', values.width, 1);
  const path = userPath(terminal, folder);
  const bundle = await loadWordBundle(path, folder);
  const { lexicon, words, manifest } = bundle;
  const all = await readManifest(userPath(terminal, values.manifest));
  const rows = chooseRows(all, { corpus: values.corpus, limit, seed });
  const { recordings, failed } = await hearPhones(terminal, bundle, rows, values.heard);
  if (new Set(recordings.map(({ speaker }) => speaker)).size < 2) {
    throw new UserError(
      `${values.manifest} has recordings of fewer than two speakers that can be read`,
      'give one with more',
    );
  }
  const base: LexiconBeamOptions = {
    ...DEFAULT_LEXICON_BEAM,
    ...manifest.decoding,
    ...(width === undefined ? {} : { width }),
  };
  const tuner = new Tuner(lexicon, words, recordings, base, (trial, tried) => {
    terminal.progress(`${tried} tried, last: ${weightsText(trial)} ${percent(trial)}`);
  });
  const result = tuner.tune(base);
  terminal.progress('');
  const decoding = { ...manifest.decoding, ...tuner.decodingOf(result.best), width: base.width };
  if (values.write === true) await writeDecoding(path, decoding);
  const report = reportOf(result, recordings.length);
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(result, report));
  return failed ? 1 : 0;
}

/** The fields of `--json`; rates are shares. */
function reportOf({ start, bestOfHalf, best, tried }: TuningResult, recordings: number) {
  const half = (own: 0 | 1) => {
    const { weights, halves } = bestOfHalf[own];
    return { weights, wer: rateOf(halves[own]), otherHalfWer: rateOf(halves[own === 0 ? 1 : 0]) };
  };
  return {
    recordings,
    tried,
    before: { weights: start.weights, wer: rateOf(...start.halves) },
    halves: [half(0), half(1)] as const,
    /** Each half with the weights of the other: what new speakers may expect. */
    heldOutWer: rateOf(bestOfHalf[1].halves[0], bestOfHalf[0].halves[1]),
    best: { weights: best.weights, wer: rateOf(...best.halves) },
  };
}

function weightsText({ weights: { alpha, beta, priorScale, acousticScale } }: Trial): string {
  return [alpha, beta, priorScale, acousticScale].map((n) => n.toFixed(2).padStart(6)).join(' ');
}

function percent({ halves }: Trial): string {
  return `${(100 * rateOf(...halves)).toFixed(2)} %`;
}

function readable(
  { start, bestOfHalf, best }: TuningResult,
  { heldOutWer, recordings, tried }: ReturnType<typeof reportOf>,
): string {
  const share = (rate: number): string => `${(100 * rate).toFixed(2)} %`.padStart(9);
  const line = (name: string, trial: Trial): string =>
    `${name.padEnd(16)} ${weightsText(trial)} ${share(rateOf(trial.halves[0]))} ` +
    `${share(rateOf(trial.halves[1]))} ${share(rateOf(...trial.halves))}`;
  return `${[
    `${recordings} recordings, ${tried} sets of weights; word errors of each half of the speakers and of all`,
    '                  alpha   beta  prior  sound     first    second       all',
    line('before', start),
    line('best for first', bestOfHalf[0]),
    line('best for second', bestOfHalf[1]),
    line('best for all', best),
    `each half with the weights of the other: ${share(heldOutWer).trim()}`,
  ].join('\n')}\n`;
}
