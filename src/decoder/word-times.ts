/**
 * When words begin and end, from the steps in which their phones were heard.
 *
 * A network that learned by CTC hears a phone in a step or two near its beginning, not for as long as it lasts: a word ends later
 * than the last step of its last phone. Where the next word follows soon, both meet between them; where it does not, the
 * last phone rings on. The numbers were found on 100 recordings of `speech/dev` aligned by pocketsphinx
 * (`scripts/benchmark/peer-word-times.py`), and are measured on others; `docs/word-models.md` has the figures.
 * @module
 */

/** When phones of a word were heard, in seconds: beginning of the first one's first step, end of the last one's last step. */
export interface HeardSpan {
  readonly start: number;
  readonly end: number;
}

/** Between words that are further apart (in seconds, as all of these) there is a pause. */
export const LONGEST_JOIN = 0.245;
/** Where words meet that are not: so far of the way from the end of the one to the start of the other. */
const MEETING_SHARE = 0.65;
/** How long the last phone before a pause goes on after it was heard. */
export const LAST_PHONE = 0.07;
/** How long before it is heard the first phone after a pause begins. */
const FIRST_PHONE = 0.015;

/**
 * Times of words that follow each other; none begins before 0, and none before another ends.
 * @param heard Rising spans that do not overlap.
 */
export function wordTimes<T extends HeardSpan>(heard: readonly T[]): T[] {
  return heard.map((span, i) => {
    const { start, end } = span;
    const before = heard[i - 1];
    const after = heard[i + 1];
    return {
      ...span,
      start:
        before !== undefined && start - before.end <= LONGEST_JOIN
          ? meeting(before, { start })
          : Math.max(0, start - FIRST_PHONE),
      end:
        after !== undefined && after.start - end <= LONGEST_JOIN
          ? meeting({ end }, after)
          : end + LAST_PHONE,
    };
  });
}

function meeting(before: Pick<HeardSpan, 'end'>, after: Pick<HeardSpan, 'start'>): number {
  return before.end + MEETING_SHARE * (after.start - before.end);
}
