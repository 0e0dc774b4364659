/**
 * Word and character error rates over many utterances.
 * @module
 */
import { align } from './edit-distance';

/** Errors of one kind of part (words or characters), added up. */
export interface ErrorTally {
  readonly substitutions: number;
  readonly insertions: number;
  readonly deletions: number;
  /** Parts that should have been heard. */
  readonly reference: number;
}

const NOTHING: ErrorTally = { substitutions: 0, insertions: 0, deletions: 0, reference: 0 };

function plus(
  tally: ErrorTally,
  reference: readonly string[],
  heard: readonly string[],
): ErrorTally {
  const { substitutions, insertions, deletions } = align(reference, heard);
  return {
    substitutions: tally.substitutions + substitutions,
    insertions: tally.insertions + insertions,
    deletions: tally.deletions + deletions,
    reference: tally.reference + reference.length,
  };
}

/** Errors over what should have been heard; where that is nothing, every inserted part counts as 1. */
function rateOf({ substitutions, insertions, deletions, reference }: ErrorTally): number {
  return (substitutions + insertions + deletions) / Math.max(1, reference);
}

/** The words of a normalised text. */
export function wordsIn(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}

/**
 * Adds errors up. Rates are pooled: errors over all utterances by the reference of all, so that long ones weigh more,
 * and can exceed 1.
 */
export class ErrorCounts {
  private wordTally = NOTHING;
  private characterTally = NOTHING;

  /** Compares normalised texts; single spaces count as characters, extra ones do not. */
  add(reference: string, hypothesis: string): void {
    const spoken = wordsIn(reference);
    const heard = wordsIn(hypothesis);
    this.wordTally = plus(this.wordTally, spoken, heard);
    this.characterTally = plus(
      this.characterTally,
      Array.from(spoken.join(' ')),
      Array.from(heard.join(' ')),
    );
  }

  /** Errors in words. */
  get words(): ErrorTally {
    return this.wordTally;
  }

  /** Errors in characters. */
  get characters(): ErrorTally {
    return this.characterTally;
  }

  /** Share of reference words, 0.1 is 10 %. */
  get wordErrorRate(): number {
    return rateOf(this.wordTally);
  }

  /** Share of reference characters, spaces included. */
  get characterErrorRate(): number {
    return rateOf(this.characterTally);
  }
}
