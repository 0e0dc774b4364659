/**
 * An alignment of two texts as NIST's sclite prints it: reference over hypothesis, errors in capitals and marked.
 * @module
 */
import { align } from './edit-distance';

/** Lines of one utterance, each column as wide as its longer word. */
export interface AlignmentLines {
  readonly correct: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  /** `REF:` with stars where the hypothesis has a word too many. */
  readonly reference: string;
  /** `HYP:` with stars where it lacks one. */
  readonly hypothesis: string;
  /** `Eval:` with S, D or I under every error. */
  readonly evaluation: string;
}

/** Aligns words with the fewest errors. */
export function alignmentLines(
  reference: readonly string[],
  hypothesis: readonly string[],
): AlignmentLines {
  const { pairs, correct, substitutions, deletions, insertions } = align(reference, hypothesis);
  const lines = { reference: ['REF: '], hypothesis: ['HYP: '], evaluation: ['Eval:'] };
  for (const pair of pairs) {
    const right = pair.reference === pair.hypothesis;
    const above = pair.reference ?? '*'.repeat(pair.hypothesis!.length);
    const below = pair.hypothesis ?? '*'.repeat(pair.reference!.length);
    const mark = right
      ? ''
      : pair.reference === undefined
        ? 'I'
        : pair.hypothesis === undefined
          ? 'D'
          : 'S';
    const width = Math.max(above.length, below.length);
    lines.reference.push((right ? above : above.toUpperCase()).padEnd(width));
    lines.hypothesis.push((right ? below : below.toUpperCase()).padEnd(width));
    lines.evaluation.push(mark.padEnd(width));
  }
  const joined = (parts: readonly string[]): string => parts.join(' ').trimEnd();
  return {
    correct,
    substitutions,
    deletions,
    insertions,
    reference: joined(lines.reference),
    hypothesis: joined(lines.hypothesis),
    evaluation: joined(lines.evaluation),
  };
}
