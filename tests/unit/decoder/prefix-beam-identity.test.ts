/**
 * One text, one prefix: what pruning takes away and a later step brings back keeps its identity.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import {
  prefixBeamAdvance,
  prefixBeamStart,
  type PrefixNode,
} from '../../../src/decoder/prefix-beam';

const CLASSES = 6;
const STEPS = 40;

/** Log posteriors of normal logits with that deviation. */
function randomPosteriors(random: Random, deviation: number): Matrix {
  const data = new Float32Array(STEPS * CLASSES);
  for (let step = 0; step < STEPS; step++) {
    const logits = Array.from({ length: CLASSES }, () => deviation * random.normal());
    const norm = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    data.set(
      logits.map((logit) => logit - norm),
      step * CLASSES,
    );
  }
  return matrix(STEPS, CLASSES, data);
}

function textOf(node: PrefixNode): string {
  return node.parent ? `${textOf(node.parent)} ${node.unit}` : '';
}

describe('prefixBeamAdvance', () => {
  it('never holds one text as two prefixes, however narrow the beam', () => {
    const random = new Random(2);
    const doubled: string[] = [];
    for (let round = 0; round < 300; round++) {
      const posteriors = randomPosteriors(random, 1.5);
      let state = prefixBeamStart({ width: 4, unitFloor: -9, scoreRange: 14 });
      for (let step = 0; step < STEPS; step++) {
        state = prefixBeamAdvance(state, rowsOf(posteriors, step, step + 1));
        const texts = state.beams.map(({ node }) => textOf(node));
        if (new Set(texts).size < texts.length) doubled.push(`round ${round}, step ${step}`);
      }
    }
    expect(doubled).toEqual([]);
  });

  it('knows each prefix by its length', () => {
    let state = prefixBeamStart();
    state = prefixBeamAdvance(state, randomPosteriors(new Random(5), 3));
    for (const { node } of state.beams) {
      expect(node.depth).toBe(textOf(node).split(' ').length - 1);
    }
  });
});
