/**
 * Fair timing of several contestants on a machine that others use too: one run of each in turn, so that a busy minute
 * slows all of them.
 * @module
 */
import { spreadOf, type Spread } from './spread';

/** Something to be timed. */
export interface Contestant {
  /** Does the work once. @returns Seconds that it took. */
  run(): Promise<number>;
}

/** Seconds of one call. */
export async function secondsOf(work: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/**
 * One run of each to warm up, then `runs` rounds; every round begins with another contestant, so that none always
 * comes behind the same.
 * @param audioSeconds Audio that one run goes through.
 * @returns × real time by name.
 */
export async function alternate<Name extends string>(
  contestants: Readonly<Partial<Record<Name, Contestant>>>,
  runs: number,
  audioSeconds: number,
): Promise<Partial<Record<Name, Spread>>> {
  const entries = Object.entries(contestants) as [Name, Contestant][];
  for (const [, contestant] of entries) await contestant.run();
  const speeds = new Map<Name, number[]>();
  for (let round = 0; round < runs; round++) {
    const first = round % entries.length;
    for (const [name, contestant] of [...entries.slice(first), ...entries.slice(0, first)]) {
      const seconds = await contestant.run();
      speeds.set(name, [...(speeds.get(name) ?? []), audioSeconds / seconds]);
    }
  }
  const spreads: Partial<Record<Name, Spread>> = {};
  for (const [name, values] of speeds) spreads[name] = spreadOf(values);
  return spreads;
}
