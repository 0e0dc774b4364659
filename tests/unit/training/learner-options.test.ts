/**
 * From what a config says to an optimiser.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { optimiserOf } from '../../../src/training/learner-options';

const ADAMW = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 };

describe('optimiserOf()', () => {
  it('is AdamW where nothing is said', () => {
    expect(optimiserOf(ADAMW)).toEqual({ ...ADAMW, kind: 'adamw' });
  });

  it('is SGD without momentum where nothing else is said', () => {
    const sgd = optimiserOf({ ...ADAMW, optimiser: 'sgd' });
    expect(sgd).toMatchObject({ kind: 'sgd', momentum: 0, nesterov: false, clipNorm: 1 });
  });
});
