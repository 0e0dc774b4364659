/**
 * The phone of every step of a recording, from the times at which a CTC network hears its phones: what a network can
 * learn step by step. CTC hears a phone at its beginning only, so it is held until the next one is heard or, before a
 * pause, for a little while; pauses are blank. The targets are a CTC path: without repetitions and blanks they are the
 * phones again.
 * @module
 */
import { LAST_PHONE, LONGEST_JOIN } from '../decoder/word-times';
import { STEP_SECONDS } from '../features/definition';
import { PHONES } from '../text/phones';
import type { PhoneTimes } from './align-phones';
import type { Recording } from './dataset';

const BLANK = PHONES.length;
/** Steps that the last phone before a pause goes on after it was heard. */
const LAST_STEPS = Math.round(LAST_PHONE / STEP_SECONDS);

/**
 * @param phones At least one.
 * @param times Of each, rising.
 * @param stepCount T, behind all times.
 * @returns T unit numbers, the blank being the last one.
 */
export function stepTargets(
  phones: Int32Array,
  times: PhoneTimes,
  stepCount: number,
): Uint8Array<ArrayBuffer> {
  const targets = new Uint8Array(stepCount).fill(BLANK);
  phones.forEach((phone, i) => {
    const [start, end, next] = [times[2 * i]!, times[2 * i + 1]!, times[2 * i + 2] ?? Infinity];
    // Two of the same kind are told apart by a blank, for which an alignment always leaves room.
    const limit = Math.min(stepCount, phones[i + 1] === phone ? next - 1 : next);
    const isJoined = (next - end) * STEP_SECONDS <= LONGEST_JOIN;
    targets.fill(phone, start, isJoined ? limit : Math.min(limit, end + LAST_STEPS));
  });
  return targets;
}

/**
 * Gives the recordings their targets by step, where their phones are known.
 * @param times Of each recording's phones.
 */
export function alignSteps(
  recordings: readonly Recording[],
  times: readonly PhoneTimes[],
): Recording[] {
  return recordings.map((recording, i) => {
    const { phones, stepCount } = recording;
    if (phones.length === 0) return recording;
    return { ...recording, targets: stepTargets(phones, times[i]!, stepCount) };
  });
}

/**
 * Targets of a recording that is heard at another speed: each step reads what stood at its middle.
 * @param speed > 1 is faster.
 * @param stepCount Steps that it is heard in.
 */
export function atSpeed(targets: Uint8Array, speed: number, stepCount: number): Uint8Array {
  if (speed === 1 && stepCount === targets.length) return targets;
  return Uint8Array.from({ length: stepCount }, (_, step) => {
    const read = Math.floor((step + 0.5) * speed);
    return targets[Math.min(read, targets.length - 1)]!;
  });
}
