/**
 * Forms of the layer that the engine does not have: graphs of their own, forward only.
 * @module
 */
import { CHUNK_STEPS, CONTEXT_STEPS } from '../acoustic/acoustic-network';
import { DIRECTIONS } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import type { Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder } from '../tensor/graph-builder';
import { batchedGru } from './batched-gru';
import { INPUT, UNITS, prepared, type Parts, type Variant } from './variant-parts';

/** Both directions as one batched product, all steps in one graph. */
export function batchedForm({ tf, batch, steps, x, weights }: Parts): Promise<Variant> {
  return prepared(async () => {
    const shape = { batch, steps, inputSize: INPUT, units: UNITS };
    const graph = await CompiledGraph.compile(batchedGru(shape));
    const feeds = tf.tidy(() => {
      const both = (name: string): Tensor => {
        const pair = DIRECTIONS.map((d) => weights[`${d}/${name}`] ?? tf.scalar(0));
        const stacked = tf.stack(pair);
        return stacked.rank === 2 ? tf.expandDims(stacked, 1) : stacked;
      };
      return {
        x: tf.stack([x, tf.reverse(x, 0)]),
        ...Object.fromEntries(
          ['kernel', 'recurrent', 'bias', 'candidateBias'].map((name) => [name, both(name)]),
        ),
      };
    });
    return {
      work() {
        const { y } = graph.run<'y'>(feeds);
        y.dataSync();
        y.dispose();
      },
      values() {
        const { y } = graph.run<'y'>(feeds);
        const all = tf.tidy(() => {
          const [forward, backward] = tf.split(y, 2, 1).map((d) => tf.squeeze(d, [1]));
          return tf.concat([forward ?? y, tf.reverse(backward ?? y, 0)], 2);
        });
        const values = all.dataSync() as Float32Array;
        tf.dispose([all, y]);
        return values;
      },
      close() {
        graph.close();
        tf.dispose(feeds);
      },
    };
  });
}

/** A stream's form: the backward direction of all chunks at once, as a batch, beside the forward direction. */
export function chunkedForm({ tf, batch, steps, weights }: Parts): Promise<Variant> {
  return prepared(async () => {
    const shape = { batch, steps, inputSize: INPUT, units: UNITS };
    const chunks = Math.ceil(steps / CHUNK_STEPS);
    const chunk = { ...shape, batch: batch * chunks, steps: CHUNK_STEPS + CONTEXT_STEPS };
    const g = new GraphBuilder('float32', 'parallel_chunks');
    CELLS.gru.forward(g, 'forward', shape, false);
    CELLS.gru.forward(g, 'backward', chunk, false);
    const graph = await CompiledGraph.compile(g);
    const feeds: Record<string, Tensor> = {};
    for (const [name, { shape: size }] of g.inputPorts) {
      feeds[name] = weights[name]?.clone() ?? tf.zeros([...size]);
    }
    return {
      work() {
        const out = graph.run<string>(feeds);
        out['forward/y']?.dataSync();
        tf.dispose(out);
      },
      close() {
        graph.close();
        tf.dispose(feeds);
      },
    };
  });
}
