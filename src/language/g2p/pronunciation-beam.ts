/**
 * The search for the likeliest pronunciation of one word: a beam over phones, without the network that scores them.
 * @module
 */
import { BOUNDARY, CLASSES } from './pronouncer-spec';

/** A pronunciation, or the beginning of one. */
export interface SpokenPart {
  readonly phones: readonly number[];
  /** Log probability. */
  readonly score: number;
}

/** Beginnings that a search keeps, where nothing else is asked. */
export const USUAL_WIDTH = 4;

/** More phones than any word of so many letters has ("www"). */
export function mostPhones(letters: number): number {
  return 2 * letters + 8;
}

/** A candidate: a beginning with one class more. */
interface Candidate {
  readonly parent: number;
  readonly label: number;
  readonly score: number;
}

/** The beam of one word. Each round extends all beginnings by a phone or ends them. */
export class PronunciationBeam {
  private beginnings: readonly SpokenPart[] = [{ phones: [], score: 0 }];
  private readonly ended: SpokenPart[] = [];

  /**
   * @param width Beginnings that are kept.
   * @param longest Phones of the longest pronunciation.
   */
  constructor(
    readonly width: number,
    private readonly longest: number,
  ) {}

  /** Beginnings that go on, the best first. */
  get alive(): readonly SpokenPart[] {
    return this.beginnings;
  }

  /** Whether nothing better can come: scores only fall. */
  get isDone(): boolean {
    const [best] = this.beginnings;
    return best === undefined || this.ended.some(({ score }) => score >= best.score);
  }

  /**
   * One round.
   * @param scores Of every beginning, the log probabilities of what comes next, [C].
   * @returns For every new beginning, the index of the one that it extends.
   */
  advance(scores: readonly Float32Array[]): number[] {
    const best: Candidate[] = [];
    for (const [parent, { phones, score }] of this.beginnings.entries()) {
      for (let label = 0; label < CLASSES; label++) {
        // A word is never silent, and a pronunciation that is too long must end.
        if (label === BOUNDARY ? phones.length === 0 : phones.length >= this.longest) continue;
        insert(best, { parent, label, score: score + scores[parent]![label]! }, this.width);
      }
    }
    const parents: number[] = [];
    const next: SpokenPart[] = [];
    for (const { parent, label, score } of best) {
      const { phones } = this.beginnings[parent]!;
      if (label === BOUNDARY) this.ended.push({ phones, score });
      else {
        next.push({ phones: [...phones, label], score });
        parents.push(parent);
      }
    }
    this.beginnings = next;
    return parents;
  }

  /** Whole pronunciations that were found, the best first. */
  found(): SpokenPart[] {
    return this.ended.sort((a, b) => b.score - a.score);
  }
}

/** Keeps the `most` best candidates in order; of equal ones the first. */
function insert(best: Candidate[], candidate: Candidate, most: number): void {
  if (best.length === most && candidate.score <= best[most - 1]!.score) return;
  let at = best.length;
  while (at > 0 && best[at - 1]!.score < candidate.score) at -= 1;
  best.splice(at, 0, candidate);
  if (best.length > most) best.pop();
}
