/**
 * Loudness as a share of the meter, and in words.
 * @module
 */
import { TEXT } from './text';

/** The quietest and the loudest level that the meter tells apart, dBFS. */
const QUIETEST = -60;
const LOUDEST = -3;
/** From these shares on a level is called good, and very loud. */
const GOOD = 0.3;
const LOUD = 0.97;

/** A level in dBFS as a share in [0, 1] of the meter's height. */
export function levelShare(level: number): number {
  if (Number.isNaN(level)) return 0;
  return Math.min(1, Math.max(0, (level - QUIETEST) / (LOUDEST - QUIETEST)));
}

/** A share of the meter in words. */
export function levelWords(share: number): string {
  if (share >= LOUD) return TEXT.levelLoud;
  return share >= GOOD ? TEXT.levelGood : TEXT.levelQuiet;
}
