/**
 * How a network would hear a text, spliced of what it heard of recordings: runs of phones in the same order, as unit
 * selection makes speech of recorded speech (Hunt and Black 1996), but of posteriors.
 * @module
 */
import type { Random } from '../../base/random';
import { PAUSE, type HeardBank } from './heard-bank';

/** Places that are looked at for each run; the one with the most in common is taken. */
const CANDIDATES = 10;
/** Phones of a run at most: longer ones would bring whole sentences of the recordings back. */
const LONGEST_RUN = 8;
/** A run whose left neighbour is right counts as if it were so much longer. */
const NEIGHBOUR_WORTH = 1.5;

/** Finds runs in a bank, which must not grow any more. */
export class Splicer {
  private readonly pairs = new Map<number, number[]>();
  private readonly singles = new Map<number, number[]>();

  constructor(private readonly bank: HeardBank) {
    const { units } = bank;
    for (const [place, unit] of units.entries()) {
      if (unit === PAUSE) continue;
      listed(this.singles, unit).push(place);
      listed(this.pairs, pairKey(unit, units[place + 1]!)).push(place);
    }
  }

  /**
   * Rows of the bank for `units` as if they were one recording: ranges, one behind the other.
   * @returns undefined where the bank lacks a phone.
   */
  ranges(units: ArrayLike<number>, random: Random): (readonly [number, number])[] | undefined {
    const ranges: (readonly [number, number])[] = [];
    for (let at = 0; at < units.length;) {
      const place = this.bestPlace(units, at, random);
      if (place === undefined) return undefined;
      const run = this.runAt(units, at, place);
      ranges.push([this.bank.rowsOf(place)[0], this.bank.rowsOf(place + run - 1)[1]]);
      at += run;
    }
    return ranges;
  }

  private bestPlace(units: ArrayLike<number>, at: number, random: Random): number | undefined {
    const places =
      this.pairs.get(pairKey(units[at]!, units[at + 1] ?? PAUSE)) ?? this.singles.get(units[at]!);
    if (!places) return undefined;
    const before = at === 0 ? PAUSE : units[at - 1]!;
    let best: number | undefined;
    let most = 0;
    for (let i = 0; i < CANDIDATES; i++) {
      const place = places[random.integer(places.length)]!;
      const fits = this.bank.units[place - 1] === before ? NEIGHBOUR_WORTH : 0;
      const worth = fits + this.runAt(units, at, place);
      if (worth > most) [best, most] = [place, worth];
    }
    return best;
  }

  /** Phones from `at` on that follow each other at `place` too; at least 1. */
  private runAt(units: ArrayLike<number>, at: number, place: number): number {
    const most = Math.min(LONGEST_RUN, units.length - at);
    let run = 1;
    while (run < most && this.bank.units[place + run] === units[at + run]) run++;
    return run;
  }
}

/** Larger than any unit. */
const UNITS = 1 << 12;

function pairKey(unit: number, next: number): number {
  return unit * UNITS + next + 1;
}

function listed(lists: Map<number, number[]>, key: number): number[] {
  let list = lists.get(key);
  if (!list) lists.set(key, (list = []));
  return list;
}
