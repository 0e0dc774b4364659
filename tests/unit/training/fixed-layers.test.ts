/**
 * What learns above fixed layers, and that it learns as it would beside them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { weightShapes, type AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';
import { AcousticLearner } from '../../../src/training/acoustic-learner';
import { learnedOutputs, splitLearned } from '../../../src/training/fixed-layers';
import { toArrays, toTensors } from '../../../src/training/weight-tensors';
import { drawnBatch, firstWeights, OPTIONS, SPEC } from './small-learner';

/** Characters with a layer of their own above those of the phones. */
const OWN: AcousticSpec = { ...SPEC, phones: 3, phonesAfter: 2 };

describe('fixed layers', () => {
  it('keep their weights and the outputs that read them', () => {
    const names = (fixedLayers: number): [string[], string[]] => {
      const { learned, fixed } = splitLearned(OWN, fixedLayers, weightShapes(OWN));
      const heads = (part: object): string[] => [
        ...new Set(Object.keys(part).map((name) => name.split('/')[0]!)),
      ];
      return [heads(learned), heads(fixed)];
    };
    expect(names(0)).toEqual([['layer0', 'layer1', 'layer2', 'output', 'phones'], []]);
    expect(names(1)).toEqual([['layer1', 'layer2', 'output', 'phones'], ['layer0']]);
    expect(names(2)).toEqual([
      ['layer2', 'output'],
      ['layer0', 'layer1', 'phones'],
    ]);
    const convolved = splitLearned(OWN, 1, { 'front/bands': 1, 'layer0/x': 2, 'layer1/x': 3 });
    expect(convolved.fixed).toEqual({ 'front/bands': 1, 'layer0/x': 2 });
    expect(splitLearned(OWN, 0, { 'front/bands': 1 }).learned).toEqual({ 'front/bands': 1 });
    expect(learnedOutputs(OWN, 1).map(({ name }) => name)).toEqual(['characters', 'phones']);
    expect(learnedOutputs(OWN, 2).map(({ name }) => name)).toEqual(['characters']);
  });

  it.each([
    ['whole', {}],
    ['in chunks', { chunks: { chunk: 1, context: 1 } }],
  ])(
    'leave the others the gradients that they have in the whole network, %s',
    async (_, walk) => {
      const tf = await loadTensorflow();
      const weights = firstWeights(OWN, new Random(3));
      const batch = drawnBatch(new Random(4));
      const before = tf.memory().numTensors;
      // One step of plain descent: what changes is the gradient.
      const after = async (fixedLayers: number) => {
        const sgd = { ...OPTIONS, optimiser: 'sgd', characterWeight: 1, fixedLayers } as const;
        const options = { ...sgd, ...walk };
        const learner = await AcousticLearner.create(OWN, options, toTensors(tf, weights));
        const open = tf.memory().numTensors;
        await learner.step(batch, 0.5, new Random(5));
        expect(tf.memory().numTensors).toBe(open);
        const now = toArrays(learner.weights);
        learner.close();
        return now;
      };
      const [all, part] = [await after(0), await after(2)];
      expect(tf.memory().numTensors).toBe(before);
      const { learned, fixed } = splitLearned(OWN, 2, weights);
      for (const name of Object.keys(learned)) {
        expect(part[name]!.data).toEqual(all[name]!.data);
        expect(part[name]!.data).not.toEqual(weights[name]!.data);
      }
      for (const name of Object.keys(fixed)) {
        expect(part[name]!.data).toEqual(weights[name]!.data);
        expect(all[name]!.data).not.toEqual(weights[name]!.data);
      }
    },
    60_000,
  );
});
