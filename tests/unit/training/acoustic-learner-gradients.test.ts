/**
 * The gradient of the whole network: by central differences, and what steps make of it.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import type { WeightArray } from '../../../src/bundle/weights-file';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { AcousticLearner, type StepReport } from '../../../src/training/acoustic-learner';
import type { Batch } from '../../../src/training/batch';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { toArrays, toTensors } from '../../../src/training/weight-tensors';
import { drawnBatch, firstWeights, OPTIONS, SPEC } from './small-learner';

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

/** Loss of one batch for given weights; a rate of zero leaves them alone. */
async function lossOf(
  weights: Record<string, WeightArray>,
  batch: Batch,
  options = OPTIONS,
  spec = SPEC,
): Promise<number> {
  const learner = await AcousticLearner.create(spec, options, toTensors(tf, weights));
  const { loss } = await learner.step(batch, 0, new Random(1));
  learner.close();
  return loss;
}

describe('AcousticLearner', () => {
  it.each([
    ['over whole utterances', {}, {}],
    ['in chunks', { chunks: { chunk: 1, context: 1 } }, {}],
    ['with convolutions', {}, { filters: 2 }],
    ['with convolutions in chunks', { chunks: { chunk: 1, context: 1 } }, { filters: 2 }],
    ['with layers of the characters alone', {}, { phones: 3, phonesAfter: 2 }],
    [
      'in chunks with half a context, with such layers',
      { chunks: { chunk: 1, context: 1, contextSteps: 2 } },
      { phones: 3, phonesAfter: 1 },
    ],
    [
      'by step in chunks',
      { phoneLoss: 'frames' as const, chunks: { chunk: 1, context: 1 } },
      { phones: 3, phonesAfter: 2 },
    ],
  ])(
    'step() %s takes the gradient by every layer (central differences)',
    async (_, walk, outputs) => {
      const options = { ...OPTIONS, ...walk };
      const spec: AcousticSpec = { ...SPEC, ...outputs };
      const random = new Random(2);
      const batch = drawnBatch(random);
      const weights = firstWeights(spec, random);
      const learner = await AcousticLearner.create(spec, options, toTensors(tf, weights));
      await learner.step(batch, 0, new Random(1));
      // After one step Adam's running mean is (1 − β₁) times the gradient.
      const means = toArrays(learner.optimiser.state.means);
      learner.close();
      for (const prefix of ['front', 'layer0', 'layer1', 'layer2', 'output', 'phones']) {
        if (!Object.keys(weights).some((name) => name.startsWith(prefix))) continue;
        // Rectifiers have corners, which a long step crosses.
        const e = prefix === 'front' ? 1e-4 : 1e-3;
        const direction = Object.fromEntries(
          Object.entries(weights).map(([name, { data }]) => [
            name,
            data.map(() => (name.startsWith(prefix) ? random.normal() : 0)),
          ]),
        );
        const moved = (by: number): Promise<number> => {
          const along = ([name, { shape, data }]: [string, WeightArray]): [string, WeightArray] => [
            name,
            { shape, data: data.map((v, i) => v + by * direction[name]![i]!) },
          ];
          return lossOf(
            Object.fromEntries(Object.entries(weights).map(along)),
            batch,
            options,
            spec,
          );
        };
        const numeric = ((await moved(e)) - (await moved(-e))) / (2 * e);
        let analytic = 0;
        for (const [name, { data }] of Object.entries(means)) {
          data.forEach((mean, i) => {
            analytic += (mean / (1 - OPTIONS.beta1)) * direction[name]![i]!;
          });
        }
        expect(Math.abs(analytic - numeric), prefix).toBeLessThan(0.01 * Math.abs(numeric) + 1e-3);
      }
    },
    120_000,
  );

  it('step() by SGD goes down the gradient itself, and carries momentum on', async () => {
    const weights = firstWeights(SPEC, new Random(2));
    const batch = drawnBatch(new Random(9));
    const sgd = { ...OPTIONS, optimiser: 'sgd', momentum: 0.5 } as const;
    const learner = await AcousticLearner.create(SPEC, sgd, toTensors(tf, weights));
    await learner.step(batch, 0.1, new Random(1));
    const { state, weights: after } = learner.optimiser;
    const velocity = toArrays(state.means);
    expect(state.squares).toEqual({});
    for (const [name, { data }] of Object.entries(toArrays(after))) {
      data.forEach((w, i) => {
        expect(w).toBeCloseTo(weights[name]!.data[i]! - 0.1 * velocity[name]!.data[i]!, 6);
      });
    }
    await learner.step(batch, 0, new Random(1));
    const carried = toArrays(learner.optimiser.state.means)['output/bias']!.data;
    expect(carried[0]! - 0.5 * velocity['output/bias']!.data[0]!).not.toBe(0);
    learner.close();
  });

  it('step() truncated leaves the loss alone and changes the gradient of what came before', async () => {
    const weights = firstWeights(SPEC, new Random(2));
    const batch = drawnBatch(new Random(9));
    const stepWith = async (walk: object): Promise<StepReport> => {
      const options = { ...OPTIONS, ...walk };
      const learner = await AcousticLearner.create(SPEC, options, toTensors(tf, weights));
      const report = await learner.step(batch, 0, new Random(1));
      learner.close();
      return report;
    };
    const whole = await stepWith({});
    const cut = await stepWith({ truncatedBlocks: 1 });
    const wide = await stepWith({ truncatedBlocks: 2 });
    expect(cut.loss).toBe(whole.loss);
    expect(cut.norm).not.toBe(whole.norm);
    expect(wide.norm).toBe(whole.norm);
  });

  it('step() along the gradient of CTC-CRF lowers the loss by what its norm promises', async () => {
    const random = new Random(8);
    const spec = { ...SPEC, phones: 4 };
    const trigram = estimateTrigram(
      [
        [0, 1, 1],
        [2, 0],
      ],
      3,
    );
    const batch = drawnBatch(random);
    const known = { ...batch, phones: [Int32Array.of(0, 1, 1), Int32Array.of(2, 0)] };
    const start = firstWeights(spec, random);
    const lossAt = async (weights: Record<string, WeightArray>): Promise<number> => {
      const learner = await AcousticLearner.create(
        spec,
        { ...OPTIONS, trigram },
        toTensors(tf, weights),
      );
      const { loss } = await learner.step(known, 0, new Random(1));
      learner.close();
      return loss;
    };
    // One step of plain SGD length along the gradient's sign lowers the loss by what its norm promises.
    const learner = await AcousticLearner.create(
      spec,
      { ...OPTIONS, trigram, beta1: 0, beta2: 0, epsilon: 1e3 },
      toTensors(tf, start),
    );
    const { norm } = await learner.step(known, 1, new Random(1));
    const moved = toArrays(learner.optimiser.weights);
    learner.close();
    const back = Object.fromEntries(
      Object.entries(start).map(([name, { shape, data }]) => [
        name,
        { shape, data: data.map((v, i) => 2 * v - moved[name]!.data[i]!) },
      ]),
    );
    // The step was −gradient / 1000 (to a thousandth), so the loss between −step and +step changes by 2 |g|² / 1000.
    const difference = (await lossAt(back)) - (await lossAt(moved));
    expect(difference / ((2 * norm ** 2) / 1000)).toBeCloseTo(1, 1);
  }, 60_000);

  it('step() in bfloat16 products takes nearly the same gradient', async () => {
    const norms = [];
    for (const products of ['float32', 'bfloat16'] as const) {
      const random = new Random(7);
      const batch = drawnBatch(random);
      const weights = toTensors(tf, firstWeights(SPEC, random));
      const learner = await AcousticLearner.create(SPEC, { ...OPTIONS, products }, weights);
      norms.push((await learner.step(batch, 0, random)).norm);
      learner.close();
    }
    expect(norms[1]).not.toBe(norms[0]);
    expect(norms[1]! / norms[0]!).toBeCloseTo(1, 1);
  }, 60_000);
});
