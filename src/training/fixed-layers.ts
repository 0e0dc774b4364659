/**
 * Layers that stay as they are while those above learn: where characters have layers of their own, these can be trained on a
 * finished network without a change to its phones.
 * @module
 */
import {
  FRONT,
  outputsOf,
  type AcousticOutput,
  type AcousticSpec,
} from '../acoustic/acoustic-spec';

/** The outputs that learn above `fixedLayers` fixed layers: those that read a layer that does. */
export function learnedOutputs(spec: AcousticSpec, fixedLayers: number): readonly AcousticOutput[] {
  return outputsOf(spec).filter(({ after }) => after > fixedLayers);
}

/** Splits what a network has by weight name: what learns above `fixedLayers` fixed layers, and what stays. */
export function splitLearned<T>(
  spec: AcousticSpec,
  fixedLayers: number,
  byName: Readonly<Record<string, T>>,
): { learned: Record<string, T>; fixed: Record<string, T> } {
  const prefixes = learnedOutputs(spec, fixedLayers).map(({ prefix }) => prefix);
  if (fixedLayers === 0) prefixes.push(FRONT);
  for (let layer = fixedLayers; layer < spec.layers; layer++) prefixes.push(`layer${layer}`);
  const isLearned = (name: string): boolean => prefixes.some((p) => name.startsWith(`${p}/`));
  const part = (learned: boolean): Record<string, T> =>
    Object.fromEntries(Object.entries(byName).filter(([name]) => isLearned(name) === learned));
  return { learned: part(true), fixed: part(false) };
}
