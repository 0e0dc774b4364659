/**
 * How right marks and capitals are: precision, recall and F1 of each, and the simple tagger that one must beat.
 * @module
 */
import { CAPITALS, MARKS, type MarkedWord } from '../text/marked-words';
import type { WordTags } from './punctuation-tagger';

/** Of one mark or kind of capitals. */
export interface TagScore {
  readonly name: string;
  /** How often it stands in the text. */
  readonly count: number;
  readonly precision: number;
  readonly recall: number;
  /** Harmonic mean of both; 0 where nothing was right. */
  readonly f1: number;
}

/** All scores of a tagger on a text. */
export interface PunctuationScores {
  readonly words: number;
  /** The four marks, then all of them together. */
  readonly marks: readonly TagScore[];
  /** Words with a capital first, and words in capitals. */
  readonly capitals: readonly TagScore[];
}

interface Tally {
  right: number;
  said: number;
  there: number;
}

const scoreOf = (name: string, { right, said, there }: Tally): TagScore => {
  const precision = right / Math.max(1, said);
  const recall = right / Math.max(1, there);
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { name, count: there, precision, recall, f1 };
};

/** Counts over many texts. */
export class PunctuationMeter {
  private words = 0;
  private readonly marks = MARKS.map((): Tally => ({ right: 0, said: 0, there: 0 }));
  private readonly capitals = CAPITALS.map((): Tally => ({ right: 0, said: 0, there: 0 }));

  /** Compares the tags of a text with what is printed. */
  add(printed: readonly MarkedWord[], tags: readonly WordTags[]): void {
    printed.forEach(({ mark, capitals }, i) => {
      this.words += 1;
      const said = tags[i]!;
      count(this.marks, mark, said.mark);
      count(this.capitals, capitals, said.capitals);
    });
  }

  /** Scores so far. */
  result(): PunctuationScores {
    const real = this.marks.slice(1);
    const total = real.reduce((a, b) => ({
      right: a.right + b.right,
      said: a.said + b.said,
      there: a.there + b.there,
    }));
    return {
      words: this.words,
      marks: [
        ...real.map((tally, i) => scoreOf(MARKS[i + 1]!, tally)),
        scoreOf('all marks', total),
      ],
      capitals: this.capitals.slice(1).map((tally, i) => scoreOf(CAPITALS[i + 1]!, tally)),
    };
  }
}

function count(tallies: readonly Tally[], there: number, said: number): void {
  tallies[there]!.there += 1;
  tallies[said]!.said += 1;
  if (there === said) tallies[there]!.right += 1;
}

/** A word must be met so often inside sentences … */
const FEWEST_USES = 5;
/** … and have a capital in so large a share. */
const LEAST_SHARE = 0.9;
/** First of the marks that end a sentence. */
const PERIOD = 2;

/** A period at the end and nowhere else; capitals at the start, and for words that nearly always have them. */
export class SimplePunctuation {
  private readonly uses = new Map<string, { all: number; byCapitals: number[] }>();

  /** Learns which words have capitals. */
  learn(words: readonly MarkedWord[]): void {
    words.forEach(({ word, capitals }, i) => {
      const before = words[i - 1];
      if (before === undefined || before.mark >= PERIOD) return;
      const uses = this.uses.get(word) ?? { all: 0, byCapitals: CAPITALS.map(() => 0) };
      uses.all += 1;
      uses.byCapitals[capitals]! += 1;
      this.uses.set(word, uses);
    });
  }

  /** Tags a text. */
  tag(words: readonly string[]): WordTags[] {
    return words.map((word, i) => {
      const own = this.capitalsOf(word);
      return {
        mark: i === words.length - 1 ? PERIOD : 0,
        capitals: i === 0 && own === 0 ? 1 : own,
      };
    });
  }

  private capitalsOf(word: string): number {
    const uses = this.uses.get(word);
    if (uses === undefined || uses.all < FEWEST_USES) return 0;
    const [, first = 0, all = 0] = uses.byCapitals;
    if (first + all < LEAST_SHARE * uses.all) return 0;
    return all > first ? 2 : 1;
  }
}
