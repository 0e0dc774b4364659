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
const RUNS = 5;

/** Milliseconds of the fastest of a few runs. */
async function millisecondsIn(products: ProductType): Promise<number> {
  const tf = await loadTensorflow();
  const g = new GraphBuilder(products);
  const [x, w] = [g.input('x', [ROWS, INNER]), g.input('w', [INNER, COLUMNS])];
  let sum = matMul(g, x, w);
  for (let i = 1; i < PRODUCTS; i++) sum = add(g, sum, matMul(g, add(g, x, scalar(g, i)), w));
  g.output('sum', sum);
  const graph = await CompiledGraph.compile(g);
  const feeds = { x: tf.ones([ROWS, INNER]), w: tf.ones([INNER, COLUMNS]) };
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const started = performance.now();
    const out = graph.run<'sum'>(feeds);
    out.sum.dataSync();
    best = Math.min(best, performance.now() - started);
    out.sum.dispose();
  }
  tf.dispose(feeds);
  graph.close();
  return best;
}

/** Takes a fifth of a second. A gain of less than a tenth is not worth the rounding. */
export async function fastestProducts(): Promise<ProductType> {
  const exact = await millisecondsIn('float32');
  const rounded = await millisecondsIn('bfloat16').catch(() => Infinity);
  return rounded < 0.9 * exact ? 'bfloat16' : 'float32';
}
