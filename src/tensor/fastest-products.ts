/**
 * Which element type this processor multiplies matrices fastest in: measured, since processors with instructions for
 * bfloat16 gain by it and others lose.
 * @module
 */
import { loadTensorflow } from './backend';
import { CompiledGraph } from './compiled-graph';
import { GraphBuilder, type ProductType } from './graph-builder';
import { add, matMul, scalar } from './graph-operations';

/** A step's product of a usual layer: 64 utterances, 256 units, three gates. */
const [ROWS, INNER, COLUMNS] = [64, 256, 768];
/** One after the other in one graph, so that the call itself does not count. */
const PRODUCTS = 32;
/** The fastest of so many runs counts; the types take turns, so that what else the machine does hinders both alike. */
const RUNS = 15;

/** The products of one type, ready to be timed. */
async function openProducts(
  products: ProductType,
): Promise<{ milliseconds: () => number; close: () => void }> {
  const tf = await loadTensorflow();
  const g = new GraphBuilder(products, 'products');
  const [x, w] = [g.input('x', [ROWS, INNER]), g.input('w', [INNER, COLUMNS])];
  let sum = matMul(g, x, w);
  for (let i = 1; i < PRODUCTS; i++) sum = add(g, sum, matMul(g, add(g, x, scalar(g, i)), w));
  g.output('sum', sum);
  const graph = await CompiledGraph.compile(g);
  const feeds = { x: tf.ones([ROWS, INNER]), w: tf.ones([INNER, COLUMNS]) };
  return {
    milliseconds: () => {
      const started = performance.now();
      const out = graph.run<'sum'>(feeds);
      out.sum.dataSync();
      const taken = performance.now() - started;
      out.sum.dispose();
      return taken;
    },
    close: () => {
      tf.dispose(feeds);
      graph.close();
    },
  };
}

/** Takes half a second. A gain of less than a tenth is not worth the rounding; nor is a type that does not run here. */
export async function fastestProducts(): Promise<ProductType> {
  const exact = await openProducts('float32');
  const rounded = await openProducts('bfloat16').catch(() => undefined);
  let [exactBest, roundedBest] = [Infinity, Infinity];
  try {
    for (let run = 0; rounded !== undefined && run < RUNS; run++) {
      exactBest = Math.min(exactBest, exact.milliseconds());
      roundedBest = Math.min(roundedBest, rounded.milliseconds());
    }
  } finally {
    exact.close();
    rounded?.close();
  }
  return roundedBest < 0.9 * exactBest ? 'bfloat16' : 'float32';
}
