/**
 * `skald model`: what a model folder is, whether it is whole, and what makes its words better.
 * @module
 */
import { loadBundle, verifyBundle } from '../bundle/load-bundle';
import { runAction, type Actions } from './actions';
import { onlyArgument, parseCommand, type Command } from './command';
import { userPath, type Terminal } from './terminal';

/** Each is loaded when it is asked for: most need libraries that the others do not. */
const ACTIONS: Actions = {
  info,
  verify,
  'add-language': async (...call) =>
    (await import('./model-language.js')).addLanguageCommand(...call),
  'add-punctuation': async (...call) =>
    (await import('./model-parts.js')).addPunctuationCommand(...call),
  'add-speller': async (...call) => (await import('./model-parts.js')).addSpellerCommand(...call),
  tune: async (...call) => (await import('./model-tune.js')).tuneCommand(...call),
  calibrate: async (...call) => (await import('./model-calibrate.js')).calibrateCommand(...call),
  errors: async (...call) => (await import('./model-errors.js')).errorsCommand(...call),
  'hot-words': async (...call) => (await import('./model-hot-words.js')).hotWordsCommand(...call),
  rescoring: async (...call) => (await import('./model-rescoring.js')).rescoringCommand(...call),
  score: async (...call) => (await import('./model-score.js')).scoreCommand(...call),
  speed: async (...call) => (await import('./model-speed.js')).speedCommand(...call),
  memory: async (...call) => (await import('./model-memory.js')).memoryCommand(...call),
  quantise: async (...call) => (await import('./model-quantise.js')).quantiseCommand(...call),
  average: async (...call) => (await import('./model-average.js')).averageCommand(...call),
};

/** The command. */
export const model: Command = {
  help: `
Usage: skald model info DIR      the manifest of the model, as JSON
       skald model verify DIR    checks every file of it against its checksum
       skald model add-language DIR --lexicon FILE --words FILE [options]
       skald model add-punctuation DIR --punctuation FILE
       skald model add-speller DIR --speller FILE
       skald model tune DIR --manifest FILE [options]
       skald model calibrate DIR --manifest FILE [options]
       skald model errors DIR --manifest FILE [options]
       skald model hot-words DIR --manifest FILE [options]
       skald model score DIR --manifest FILE [--manifest FILE …] [options]
       skald model quantise DIR --out DIR [--bits 8]
       skald model average DIR DIR … --out DIR
       skald model rescoring DIR --manifest FILE [--recurrent FILE] [options]
       skald model speed DIR --manifest FILE [options]
       skald model memory DIR --manifest FILE [options]

add-language puts into a model that hears phones how words are said and which words follow which; the lexicon is cut
down to the words that the word model knows. Words that it lacks are said like words that they are made of, or by the
pronunciation network.
  --lexicon FILE     pronunciations in CMUdict's format
  --words FILE       a word model
  --pronunciation FILE a network of \`skald language train-pronunciation\`; the model keeps it
  --listed-only      only the words of the lexicon
  --alpha N --beta N --acoustic-scale N --width N --range N
                     weight of the word model, bonus of a word, weight of the sound, and limits of the search

add-punctuation puts the tagger of \`skald language train-punctuation\` into a model, add-speller the network of
\`skald language train-speller\`, which then writes the letters of --decoder greedy and beam.

tune seeks the weights with the fewest word errors on half of the speakers, counts them on the other half, and swaps.
  --manifest FILE    recordings, as for evaluate
  --corpus NAME      only the recordings of that corpus
  --limit N --seed S only N of them, drawn at random with this seed
  --width N          of the search; half of it takes half the time
  --heard FILE       keeps the phones that were heard, also for the next three: hearing takes longer than searching
  --write            puts the best weights into the model
  --json             {recordings, tried, before, halves, heldOutWer, best}; rates are shares

calibrate finds the weights with which the confidence of a word is the probability that it is right, on half of the
speakers, and tells how far off they are on the other half, and swaps.
  --manifest FILE --limit N --seed S --heard FILE
                     as for tune
  --plot FILE        draws as SVG how often words of each confidence were right
  --write            puts the weights into the model
  --json             {recordings, words, right, before, after, weights}; before and after are {error, entropy}: expected
                     calibration error and normalised cross entropy

errors tells by corpus where word errors come from: words that the lexicon lacks, the search, or language and sound.
  --manifest FILE --limit N --seed S --heard FILE
                     as for tune
  --readings N       the best of N readings counts for the oracle (default 100)
  --wider N          how many times as wide the other search is (default 10)
  --json             {readings, wider, all, corpora: [{corpus, recordings, words, outOfVocabulary, wer, oracleWer, wideWer,
                     searchErrors, per, searchTimesRealTime}]}; rates are shares

hot-words tells how many rare words of the recordings are found when they are given as hot words, how often they are
heard falsely, and the errors in all other words: for half of the words to choose a bonus, for the other half to test it.
  --manifest FILE --limit N --seed S --heard FILE
                     as for tune
  --words N          how many rare words (default 100)
  --json             {recordings, shipped, tuning, testing}; the last two are {words, worth: [{factor, said, found,
                     falselyHeard, others, otherErrors}]}

score tells how well recordings fit their texts: errors in the phones heard, without words, and how probable the phones
of the text are. What does not fit (70 % of 3 to 10 phones wrong or 85 % of more, or too short for its text) is of no use
to a training. Ctrl+C stops; what was scored by then is written.
  --limit N --seed S only N of them, drawn at random with this seed
  --out FILE         a table of all recordings, tab-separated, the worst first
  --left-out FILE    a list of those that do not fit, for \`leaveOut\` of a training config
  --features DIR     keeps features there, as \`cacheFolder\` of a training does, whose own are taken
  --json             [{corpus, recordings, hours, withoutPhones, phones, per, perOfFitting, logLikelihood, leftOut}], by
                     corpus and for all; per are shares

quantise writes a copy of the model with weights in 8 bits (or 16 or 32), a scale for each column of a matrix.

average writes a model whose weights are the mean of those of several of one training, those of its speller too; all else
is the first one's.

rescoring tells what a recurrent language model is worth that chooses among the best readings: its weights are sought on
half of the speakers, errors counted on the other half, and the halves swapped.
  --recurrent FILE   a file of \`skald language train-recurrent\`; default: the one that the model has
  --manifest FILE --limit N --seed S --heard FILE
                     as for tune
  --readings N       how many readings it chooses among (default 50)
  --write            puts the file and the best weights into the model
  --json             {recordings, readings, before, halves, heldOutWer, oracleWer, best, medianMs, longestMs}; rates are
                     shares, the last two tell the processor time of scoring all readings of a piece

speed measures how long the model takes to load, and how much audio the decoder alone and network and decoder go through in
a second; \`taskset -c 0\` before the command keeps it on one core.
  --manifest FILE --limit N --seed S
                     as for tune (default 20 recordings)
  --runs N           how often it is loaded (default 5)
  --json             {audioSeconds, width, loadSeconds: {model, words}, timesRealTime: {decoder, whole}}; all four are
                     {wall, processor}: by the clock, and by processor seconds of all cores

memory hears the recordings again and again as one long recording, and tells how much memory that takes.
  --minutes N        how long it is (default 360) …
  --every N          … and how often the peak is told (default 30)
  --stream           heard live instead of cut at pauses
  --json             {minutes, every, stream, words, timesRealTime, peakMb}
`,
  run: (args, terminal) => runAction('model', ACTIONS, args, terminal),
};

/** The one folder that is named. */
function folderOf(args: readonly string[]): string {
  return onlyArgument('model', parseCommand('model', args, {}).positionals, 'DIR');
}

async function info(args: readonly string[], terminal: Terminal): Promise<void> {
  const { manifest } = await loadBundle(userPath(terminal, folderOf(args)));
  terminal.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
}

async function verify(args: readonly string[], terminal: Terminal): Promise<void> {
  const folder = folderOf(args);
  await verifyBundle(userPath(terminal, folder));
  terminal.write(`${folder}: every file is there and unchanged\n`);
}
