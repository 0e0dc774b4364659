/**
 * What a training step costs, measured on a small network.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { measureTrainingStep, trainingStepTable } from '../../../src/benchmark/training-step';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('measureTrainingStep()', () => {
  it('times every form of hearing and the output layers alone, and leaves no tensor behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const figures = await measureTrainingStep(2, [{ batch: 2, steps: 50 }], {
      ...{ kind: 'recurrent', cell: 'gru', bidirectional: true, inputSize: STEP_SIZE },
      ...{ units: 4, layers: 2, classes: 5, phones: 4 },
    });
    expect(tf.memory().numTensors).toBe(before);
    const forms = Object.entries(figures['2 × 1.5 s']!);
    expect(forms.map(([name]) => name.split(' ')[0])).toEqual(['whole', 'in', 'output']);
    for (const [, { least, median, most }] of forms) {
      expect(least).toBeGreaterThan(0);
      expect(median).toBeGreaterThanOrEqual(least);
      expect(most).toBeGreaterThanOrEqual(median);
    }
    expect(trainingStepTable(figures)).toContain('| 2 × 1.5 s | whole |');
  });
});
