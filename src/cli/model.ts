/**
 * `skald model`: what a model folder is, whether it is whole, and what makes its words better.
 * @module
 */
import { loadBundle, verifyBundle } from '../bundle/load-bundle';
import { parseCommand, usageError, type Command } from './command';
import { userPath } from './terminal';

/** The command. */
export const model: Command = {
  help: `
Usage: skald model info DIR      the manifest of the model, as JSON
       skald model verify DIR    checks every file of it against its checksum
       skald model add-language DIR --lexicon FILE --words FILE [options]
       skald model add-punctuation DIR --punctuation FILE
       skald model tune DIR --manifest FILE [options]
       skald model calibrate DIR --manifest FILE [options]
       skald model errors DIR --manifest FILE [options]
       skald model hot-words DIR --manifest FILE [options]
       skald model rescoring DIR --manifest FILE [--recurrent FILE] [options]

add-language puts into a model that hears phones how words are said and which words follow which; the lexicon is cut
down to the words that the word model knows. Words that it lacks are said like words that they are made of, or by the
pronunciation network.
  --lexicon FILE     pronunciations in CMUdict's format
  --words FILE       a word model
  --pronunciation FILE a network of \`skald language train-pronunciation\`; the model keeps it
  --listed-only      only the words of the lexicon
  --alpha N --beta N --acoustic-scale N --width N --range N
                     weight of the word model, bonus of a word, weight of the sound, and limits of the search

add-punctuation puts the tagger of \`skald language train-punctuation\` into a model.

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

rescoring tells what a recurrent language model is worth that chooses among the best readings: its weights are sought on
half of the speakers, errors counted on the other half, and the halves swapped.
  --recurrent FILE   a file of \`skald language train-recurrent\`; default: the one that the model has
  --manifest FILE --limit N --seed S --heard FILE
                     as for tune
  --readings N       how many readings it chooses among (default 50)
  --write            puts the file and the best weights into the model
  --json             {recordings, readings, before, halves, heldOutWer, oracleWer, best, medianMs, longestMs}; rates are
                     shares, the last two tell the processor time of scoring all readings of a piece
`,
  async run(args, terminal) {
    const [first, ...others] = args;
    if (first === 'add-language') {
      await (await import('./model-language.js')).addLanguageCommand(others, terminal);
      return 0;
    }
    if (first === 'add-punctuation') {
      await (await import('./model-punctuation.js')).addPunctuationCommand(others, terminal);
      return 0;
    }
    if (first === 'tune') {
      return (await import('./model-tune.js')).tuneCommand(others, terminal);
    }
    if (first === 'calibrate') {
      return (await import('./model-calibrate.js')).calibrateCommand(others, terminal);
    }
    if (first === 'errors') {
      return (await import('./model-errors.js')).errorsCommand(others, terminal);
    }
    if (first === 'hot-words') {
      return (await import('./model-hot-words.js')).hotWordsCommand(others, terminal);
    }
    if (first === 'rescoring') {
      return (await import('./model-rescoring.js')).rescoringCommand(others, terminal);
    }
    const { positionals } = parseCommand('model', args, {});
    const [action, folder, extra] = positionals;
    if (action === undefined) {
      throw usageError(
        'model',
        'an action is missing: info, verify, add-language, add-punctuation, tune, calibrate, errors, hot-words or rescoring',
      );
    }
    if (action !== 'info' && action !== 'verify') {
      throw usageError('model', `unknown action "${action}"`);
    }
    if (folder === undefined) throw usageError('model', 'DIR is missing');
    if (extra !== undefined) throw usageError('model', `unexpected argument "${extra}"`);
    const path = userPath(terminal, folder);
    if (action === 'verify') {
      await verifyBundle(path);
      terminal.write(`${folder}: every file is there and unchanged\n`);
    } else {
      const { manifest } = await loadBundle(path);
      terminal.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
    }
    return 0;
  },
};
