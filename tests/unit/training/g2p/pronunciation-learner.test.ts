/**
 * Learning steps: gradients of the whole network by finite differences, memory, and that it learns.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/base/random';
import { PlainNetwork } from '../../../../src/language/g2p/plain-network';
import { likelyPronunciations } from '../../../../src/language/g2p/pronounce';
import { BOUNDARY, type PronouncerWeights } from '../../../../src/language/g2p/pronouncer-spec';
import type { Pronunciation } from '../../../../src/language/pronunciation-text';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { encodePhones } from '../../../../src/text/phones';
import { layOutWords } from '../../../../src/training/g2p/pronunciation-batch';
import {
  PronunciationLearner,
  type PronunciationLearnerOptions,
} from '../../../../src/training/g2p/pronunciation-learner';
import { toArrays, toTensors } from '../../../../src/training/weight-tensors';
import { SMALL_PRONOUNCER, drawnWeights } from '../../language/g2p/small-network';

const OPTIONS: PronunciationLearnerOptions = {
  dropout: 0,
  products: 'float32',
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 1e6,
};
const WORDS: readonly Pronunciation[] = [
  { word: 'cat', phones: encodePhones('K AE T') },
  { word: "its'", phones: encodePhones('IH T S') },
  { word: 'rough', phones: encodePhones('R AH F') },
];
const BATCH = layOutWords(WORDS, 4);

/** Drawn weights, small enough that no state is saturated. */
function weights(seed: number, scale = 0.5): PronouncerWeights {
  return Object.fromEntries(
    Object.entries(drawnWeights(SMALL_PRONOUNCER, seed)).map(([name, { shape, data }]) => [
      name,
      { shape, data: data.map((v) => v * scale) },
    ]),
  );
}

async function openWith(
  given: PronouncerWeights,
  options: Partial<PronunciationLearnerOptions> = {},
): Promise<PronunciationLearner> {
  const tf = await loadTensorflow();
  return PronunciationLearner.create(
    SMALL_PRONOUNCER,
    { ...OPTIONS, ...options },
    toTensors(tf, given),
  );
}

/** Mean loss of a phone by the plain network. */
function plainLoss(given: PronouncerWeights): number {
  const network = new PlainNetwork(SMALL_PRONOUNCER, given);
  let [sum, count] = [0, 0];
  for (const { word, phones } of WORDS) {
    const reading = network.read(word);
    let { start: state } = reading;
    let previous = BOUNDARY;
    for (const label of [...phones, BOUNDARY]) {
      const next = network.next(reading, state, previous);
      sum -= next.scores[label]!;
      count += 1;
      state = next.state;
      previous = label;
    }
  }
  return sum / count;
}

describe('PronunciationLearner', () => {
  it('step() has the loss of the plain network, and leaves no tensor', async () => {
    const tf = await loadTensorflow();
    const given = weights(1);
    const learner = await openWith(given);
    const { loss } = await learner.step(BATCH, 0, new Random(1));
    expect(loss).toBeCloseTo(plainLoss(given), 4);
    const before = tf.memory().numTensors;
    await learner.step(BATCH, 0.001, new Random(1));
    expect(tf.memory().numTensors).toBe(before);
    learner.close();
  });

  it('step() takes the gradient of the loss by every part (central differences along random directions)', async () => {
    const random = new Random(2);
    const given = weights(3);
    const learner = await openWith(given);
    await learner.step(BATCH, 0, new Random(1));
    // After one step Adam's running mean is (1 − β₁) times the gradient.
    const means = toArrays(learner.optimiser.state.means);
    learner.close();
    const e = 1e-3;
    const parts = new Set(Object.keys(given).map((name) => name.replace(/\/[^/]*$/, '')));
    expect(parts.size).toBe(9);
    for (const part of parts) {
      const direction = Object.fromEntries(
        Object.entries(given).map(([name, { data }]) => [
          name,
          data.map(() => (name.startsWith(`${part}/`) ? random.normal() : 0)),
        ]),
      );
      const moved = (by: number): number =>
        plainLoss(
          Object.fromEntries(
            Object.entries(given).map(([name, { shape, data }]) => [
              name,
              { shape, data: data.map((v, i) => v + by * direction[name]![i]!) },
            ]),
          ),
        );
      const measured = (moved(e) - moved(-e)) / (2 * e);
      const derived = Object.entries(means).reduce(
        (sum, [name, { data }]) =>
          sum + data.reduce((s, m, i) => s + (m / (1 - OPTIONS.beta1)) * direction[name]![i]!, 0),
        0,
      );
      expect(Math.abs(measured - derived), part).toBeLessThan(0.01 * Math.abs(derived) + 2e-3);
    }
  });

  it('learns to say the words of a batch', async () => {
    const learner = await openWith(weights(4), { dropout: 0.1 });
    const random = new Random(5);
    for (let step = 0; step < 120; step++) await learner.step(BATCH, 0.02, random);
    const network = new PlainNetwork(SMALL_PRONOUNCER, toArrays(learner.optimiser.weights));
    for (const { word, phones } of WORDS) {
      expect(likelyPronunciations(network, word)[0]!.phones, word).toEqual(Array.from(phones));
    }
    learner.close();
  });

  it('throws away a step whose loss is not finite', async () => {
    const given = weights(6);
    given['output/bias']!.data[0] = NaN;
    const learner = await openWith(given);
    expect(await learner.step(BATCH, 0.1, new Random(1))).toMatchObject({ applied: false });
    learner.close();
  });
});
