/**
 * Ten training steps (two bidirectional layers, dense layer, CTC, backward through time, clipping, AdamW) have the
 * losses and gradient norms of PyTorch 2.13: tests/reference/ctc.json, made by scripts/reference/ctc.py.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AdamW } from '../../../src/recurrent/adamw';
import type { CellName } from '../../../src/recurrent/cell';
import { CELLS } from '../../../src/recurrent/cells';
import { CompiledLayer } from '../../../src/recurrent/compiled-layer';
import { CtcLoss } from '../../../src/recurrent/ctc-loss';
import { dense } from '../../../src/recurrent/dense';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { paddingOf, zerosLike, type Named } from './layer-values';

interface Values {
  readonly shape: number[];
  readonly data: number[];
}
const GOLDEN = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/ctc.json'), 'utf8'),
) as {
  labels: number[][];
  lengths: number[];
  rate: number;
  weightDecay: number;
  clipNorm: number;
  training: Record<
    CellName,
    { x: Values; weights: Record<string, Values>; losses: number[]; norms: number[] }
  >;
};
const BLOCKS = 3;
const BETAS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

const under = (all: Readonly<Named>, prefix: string): Named =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, w]) => [name.slice(prefix.length), w]),
  );

describe.each(Object.keys(CELLS) as CellName[])('ten steps of %s', (cell) => {
  it('have the losses and norms of PyTorch', async () => {
    const tf = await loadTensorflow();
    const golden = GOLDEN.training[cell];
    const [T, B, I] = golden.x.shape as [number, number, number];
    const H = golden.weights['layer0/forward/recurrent']!.shape[0]!;
    const C = golden.weights['output/bias']!.shape[0]!;
    const layers = await Promise.all(
      [I, 2 * H].map((inputSize) =>
        RecurrentLayer.compile(
          CELLS[cell],
          { batch: B, steps: T / BLOCKS, inputSize, units: H },
          { training: true },
        ),
      ),
    );
    const output = await CompiledLayer.compile(dense([T, B, 2 * H], C), true);
    const ctc = await CtcLoss.open();
    const { clipNorm, weightDecay } = GOLDEN;
    const optimiser = await AdamW.compile(
      Object.fromEntries(
        Object.entries(golden.weights).map(([name, w]) => [name, tf.tensor(w.data, w.shape)]),
      ),
      { ...BETAS, weightDecay, clipNorm },
    );
    const input = tf.split(tf.tensor(golden.x.data, golden.x.shape), BLOCKS);
    const padding = tf.split(paddingOf(tf, T, GOLDEN.lengths), BLOCKS);
    const labels = GOLDEN.labels.map((row) => Int32Array.from(row));
    const labelCount = GOLDEN.labels.flat().length;

    for (const [step, expected] of golden.losses.entries()) {
      const { weights } = optimiser;
      const passes = [layers[0]!.forward(under(weights, 'layer0/'), input, padding)];
      passes.push(layers[1]!.forward(under(weights, 'layer1/'), passes[0]!.blocks, padding));
      const top = { x: tf.concat(passes[1]!.blocks) };
      const ownOutput = under(weights, 'output/');
      const run = output.forward(ownOutput, top);
      const { losses, gradient } = ctc.run(run.outputs['y']!, labels, GOLDEN.lengths);
      const loss = Array.from(losses.dataSync()).reduce((a, b) => a + b) / labelCount;
      expect(loss, `loss of step ${step}`).toBeCloseTo(expected, 3);
      const made = output.backward(ownOutput, top, run, { y: tf.div(gradient, labelCount) });
      const gradients: Named = {};
      for (const [name, g] of Object.entries(made.weights)) gradients[`output/${name}`] = g;
      let dBlocks: Tensor[] = tf.split(made.inputs['x']!, BLOCKS);
      for (const index of [1, 0]) {
        const own = under(weights, `layer${index}/`);
        const back = layers[index]!.backward(own, passes[index]!, dBlocks, zerosLike(tf, own));
        dBlocks = back.dInputs;
        for (const [name, g] of Object.entries(back.gradients)) {
          gradients[`layer${index}/${name}`] = g;
        }
      }
      const report = optimiser.step(gradients, GOLDEN.rate);
      expect(report.norm, `norm of step ${step}`).toBeCloseTo(golden.norms[step]!, 2);
    }
    for (const part of [...layers, output, optimiser]) part.close();
  });
});
