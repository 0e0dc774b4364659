/**
 * The error rate that is told during a run.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';
import { PhoneSearch } from '../../../src/decoder/phone-search';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { AcousticLearner } from '../../../src/training/acoustic-learner';
import { developmentErrors } from '../../../src/training/development-error';
import { initialWeights } from '../../../src/training/initial-weights';
import { toTensors } from '../../../src/training/weight-tensors';
import { OPTIONS } from './small-learner';

const SPEC = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 4,
  layers: 1,
  classes: 3,
} as const;

describe('developmentErrors()', () => {
  it.each([
    ['everything is missed by a network that says nothing', 2, 1],
    ['nothing is wrong for a network that always says the right unit', 1, 0],
  ])('%s', async (_, favoured, expected) => {
    const tf = await loadTensorflow();
    const weights = initialWeights(SPEC, new Random(1));
    weights['output/bias']!.data.set([0, 0, 0]);
    weights['output/bias']!.data[favoured] = 50;
    const learner = await AcousticLearner.create(SPEC, OPTIONS, toTensors(tf, weights));
    const example = (stepCount: number) => ({
      steps: new Float32Array(stepCount * STEP_SIZE),
      stepCount,
      labels: Int32Array.of(1),
    });
    const plan = { blockSteps: 4, batchSize: 2 };
    const errors = await developmentErrors(tf, learner, [example(3), example(6)], plan);
    expect(errors).toEqual({ characters: expected });
    learner.close();
  });

  it('scores phones where the network writes them and the example knows them', async () => {
    const tf = await loadTensorflow();
    const spec = { ...SPEC, phones: 4 };
    const weights = initialWeights(spec, new Random(1));
    weights['phones/bias']!.data.set([0, 0, 50, 0]);
    const learner = await AcousticLearner.create(spec, OPTIONS, toTensors(tf, weights));
    const example = (phones: number[]) => ({
      steps: new Float32Array(3 * STEP_SIZE),
      stepCount: 3,
      labels: Int32Array.of(1),
      phones: Int32Array.from(phones),
    });
    const plan = { blockSteps: 4, batchSize: 3 };
    const examples = [example([2]), example([2, 1]), example([])];
    expect((await developmentErrors(tf, learner, examples, plan)).phones).toBeCloseTo(1 / 3);
    // A phone model in which 2 never follows 2 and nothing else is heard changes nothing: repeats are one phone.
    const search = new PhoneSearch(estimateTrigram([[2], [2, 1]], 3));
    const searched = await developmentErrors(tf, learner, examples, plan, search);
    expect(searched.phones).toBeCloseTo(1 / 3);
    // One in which 2 is all but impossible hears something else in every step, or nothing.
    const never = {
      units: 3,
      probabilities: new Float64Array(48).map((_, i) => [0.5, 0.5, 0][i % 3]!),
    };
    const without = await developmentErrors(tf, learner, examples, plan, new PhoneSearch(never));
    expect(without.phones).toBeCloseTo(1);
    learner.close();
  });
});
