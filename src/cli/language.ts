/**
 * `skald language`: builds n-gram models from text, measures how well they expect a text, learns how words are said
 * and says them.
 * @module
 */
import { HIGHEST_ORDER } from '../language/ngram-layers';
import { DEFAULT_EPOCHS, DEFAULT_SEED } from '../training/g2p/train-pronouncer';
import { RECURRENT_DEFAULTS, RECURRENT_RATE } from '../training/recurrent-language/train-recurrent';
import {
  SPELLER_DEFAULTS,
  SPELLER_DROPOUT,
  SPELLER_RATE,
  SPELLER_RECORDED,
} from '../training/speller/train-speller';
import { runAction, type Actions } from './actions';
import type { Command } from './command';
import { buildCommand, DEFAULT_ORDER, DEFAULT_VOCABULARY } from './language-build';
import { perplexityCommand } from './language-perplexity';
import { readCommand } from './language-read';
import { trainPunctuationCommand } from './language-punctuation';
import { SAMPLE_DEFAULTS, sampleCommand } from './language-sample';

/** The last ones are loaded when they are asked for: they need libraries that the others do not. */
const ACTIONS: Actions = {
  build: buildCommand,
  perplexity: perplexityCommand,
  read: readCommand,
  sample: sampleCommand,
  'train-punctuation': trainPunctuationCommand,
  pronounce: async (...call) => (await import('./language-pronounce.js')).pronounceCommand(...call),
  'train-pronunciation': async (...call) =>
    (await import('./language-train-pronunciation.js')).trainPronunciationCommand(...call),
  'train-recurrent': async (...call) =>
    (await import('./language-train-recurrent.js')).trainRecurrentCommand(...call),
  'train-speller': async (...call) =>
    (await import('./language-train-speller.js')).trainSpellerCommand(...call),
};

/** The command. */
export const language: Command = {
  help: `
Usage: skald language build --text FILE… --output FILE [options]
       skald language perplexity --model FILE TEXT… [--json]
       skald language read TEXT… --output FILE [--words N]
       skald language pronounce WORD… [options]
       skald language train-pronunciation --lexicon FILE --output FILE [options]
       skald language train-punctuation --text FILE… --output FILE [--test FILE…] [options]
       skald language train-recurrent --text FILE… --output FILE [options]
       skald language train-speller --config FILE --text FILE… --output FILE [options]
       skald language sample [options]

Builds an n-gram model of text files (plain, or .xz), measures how well a model expects texts, writes the first N
words of texts as they are read aloud, a sentence a line, or trains a tagger that puts marks and capitals into what was
heard. Texts hold whole sentences or paragraphs in each line; numbers and
titles are spelled out as they are read aloud.

  --text NAME=FILE     a text of a kind: each kind gets a model of its own, and these are mixed as held-out text of
                       all kinds wants it, where a kind counts by the square root of its words
  --words-per-text N   reads each text only until so many words came, to try it
  --hold-out P         percent of the end of each text that are held out: half of it finds the weights of the mixture,
                       the other half tells what the model is worth (default 0)
  --order N            words of the longest n-grams, 1 to ${HIGHEST_ORDER} (default ${DEFAULT_ORDER})
  --vocabulary N       only the N most frequent words (default ${DEFAULT_VOCABULARY})
  --lexicon FILE       only words of that lexicon (CMUdict's format); may stand there several times
  --least N            only words that occur N times (default 1)
  --cut-offs A,B,…     by order: leaves out n-grams that count no more than this (default 0)
  --prune T            leaves out n-grams that change the perplexity by a smaller share than T, like 1e-8
  --size MB            prunes until the file is no larger; for several models of the same text give --size and --output
                       for each
  --folder DIR         keeps the text in numbers and its counts there, so that another model of the same text is
                       made much faster
  --arpa FILE          also writes the model as an ARPA file
  --model FILE         the model: a file of \`build\`, an .arpa file, or a .safetensors file of \`train-recurrent\`
  --json               perplexity: {sentences, words, unknown, unknownRate, perplexity, perplexityWithUnknown,
                       loadMs};
                       build: {ngrams, bytes, words, unknown, prune, parts: [{part, words, weight, heldOut}]}

pronounce says words as the model's lexicon does, else like words that they are made of, else by its network.
  --model DIR          another model than the bundled one
  --network FILE       by this network alone
  --ways N             the N likeliest ways by the network
  --json               {word, by, ways: [{phones, score}]}, a line a word

train-pronunciation teaches a network how words are said, and measures it on words that it never saw.
  --lexicon FILE       pronunciations in CMUdict's format
  --output FILE        the network
  --run DIR            folder for checkpoints and log (default: beside the output)
  --resume             go on from the checkpoint in that folder
  --epochs N --seed S  passes over the lexicon (default ${DEFAULT_EPOCHS}); what is drawn (default ${DEFAULT_SEED})
  --limit N            learns from N pronunciations only, to try it
  --json               {words, phones, phoneErrorRate, wordErrorRate, bytes} of the held-out words

train-punctuation measures on every fiftieth line of the texts, which it does not learn from, and on the --test files:
  --units N            units of each direction (default 96)     --vector N     size of a word's vector (default 64)
  --word-rows N        rows for words (default 12288)           --epochs N     passes over the texts (default 1)
  --batch N            pieces in a step (default 128)           --seed S       of weights and order (default 1)

train-recurrent teaches an LSTM how sentences go on, in pieces of words, and measures it on the end of each text, which it
does not learn from; \`skald model rescoring\` tells what it is worth. Ctrl+C saves a checkpoint.
  --text FILE          may stand there several times            --every N      reads only every N-th line (default 1)
  --output FILE        the model                                --run DIR      folder for text in numbers, checkpoints
  --resume             go on from the checkpoint there                         and log (default: beside the output)
  --pieces N           pieces of words (default ${RECURRENT_DEFAULTS.pieces})           --vector N     size of a piece's vector (default ${RECURRENT_DEFAULTS.vector})
  --units N            units of the LSTM (default ${RECURRENT_DEFAULTS.units})        --steps N      steps (default ${RECURRENT_DEFAULTS.steps})
  --streams N          texts side by side (default ${RECURRENT_DEFAULTS.streams})        --stream-steps N  pieces of each in a step (default ${RECURRENT_DEFAULTS['stream-steps']})
  --rate R             highest learning rate (default ${RECURRENT_RATE})  --seed S       of weights and order (default ${RECURRENT_DEFAULTS.seed})
  --json               {bytes, words, sentences, perplexity, processorHours}; perplexity by word of held-out text

train-speller teaches a network to write the letters of the phones that a model hears; \`skald model add-speller\` puts it
into the model. It learns from the recordings of an acoustic training and from texts, whose hearing is spliced of what the
model heard of the recordings. Ctrl+C saves a checkpoint.
  --config FILE        of \`skald train\`: its recordings, how they are varied, its lexicon, its development recordings
  --model DIR          another model than the bundled one      --text FILE      may stand there several times
  --output FILE        the speller                              --run DIR        folder for checkpoints and log
  --resume             go on from the checkpoint there                          (default: beside the output)
  --layers N --units N of the network (default ${SPELLER_DEFAULTS.layers}, ${SPELLER_DEFAULTS.units})       --batch N        utterances in a step (default ${SPELLER_DEFAULTS.batch})
  --steps N            steps (default ${SPELLER_DEFAULTS.steps})                     --rate R         highest learning rate (default ${SPELLER_RATE})
  --recorded P         share of the steps with recordings (default ${SPELLER_RECORDED}); the others have texts
  --dropout P          share of the values that are left out (default ${SPELLER_DROPOUT})
  --initial FILE       begins with the weights of this speller, of the same size
  --seed S             of weights and order (default ${SPELLER_DEFAULTS.seed})
  --json               {bytes, developmentErrors, processorHours}

sample makes up text.
  --network FILE       by this file of \`train-recurrent\`, or by the one in …
  --model DIR          … another model than the bundled one
  --words N --seed S   how many words (default ${SAMPLE_DEFAULTS.words}); what is drawn (default ${SAMPLE_DEFAULTS.seed})
  --start TEXT         how the first sentence begins
  --temperature T      1 draws as the model thinks, less makes what is likely likelier (default ${SAMPLE_DEFAULTS.temperature})
`,
  run: (args, terminal) => runAction('language', ACTIONS, args, terminal),
};
