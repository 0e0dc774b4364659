/**
 * What moves the speed of the engine: one bidirectional GRU layer, 512 → 2 × 256, over 10 s, forward, in several forms that
 * take turns. Threads and oneDNN are chosen by the environment before the library loads, so each is a run of its own.
 * @module
 */
import { Random } from '../base/random';
import { CHUNK_STEPS, CONTEXT_STEPS } from '../acoustic/acoustic-network';
import { CELLS } from '../recurrent/cells';
import { DIRECTIONS, type Direction } from '../recurrent/cell';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder, type ProductType } from '../tensor/graph-builder';
import { alternate, secondsOf, type Contestant } from './alternate';
import { batchedGru } from './batched-gru';
import { ENGINE_STEPS, audioSeconds } from './engine';
import type { Spread } from './spread';

const [UNITS, INPUT, SEED, BLOCK] = [256, 512, 3, 37];

/** One form, ready to run; `values` gives [T, B, 2H] where the form computes the same as the others. */
interface Variant extends Contestant {
  readonly preparationSeconds: number;
  values?(): Float32Array;
  close(): void;
}

/** What is said of a form. */
export interface VariantFigures {
  /** × real time of the layer. */
  readonly speed: Spread;
  /** Its median over that of the first form. */
  readonly worth: number;
  /** Processor time of a run, which a busy machine changes less. */
  readonly processorSeconds: number;
  /** To compile and run for the first time. */
  readonly preparationSeconds: number;
  /** From the first form; null where the form computes something else. */
  readonly difference: number | null;
}

interface Parts {
  readonly tf: Tensorflow;
  readonly batch: number;
  readonly steps: number;
  /** [T, B, I]. */
  readonly x: Tensor;
  readonly weights: Readonly<Record<string, Tensor>>;
}

function drawParts(tf: Tensorflow, batch: number, steps: number): Parts {
  const random = new Random(SEED);
  const drawn = (shape: readonly number[], scale: number): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: size }, () => random.normal() * scale);
    return tf.tensor(values, [...shape]);
  };
  const shapes = Object.entries(CELLS.gru.parameterShapes(INPUT, UNITS));
  const weights = DIRECTIONS.flatMap((d) =>
    shapes.map(([name, shape]) => [`${d}/${name}`, drawn(shape, 1 / Math.sqrt(UNITS))] as const),
  );
  return {
    tf,
    batch,
    steps,
    x: drawn([steps, batch, INPUT], 1),
    weights: Object.fromEntries(weights),
  };
}

/** Makes a form: times its first run. */
async function prepared(
  make: () => Promise<Omit<Variant, 'preparationSeconds' | 'run'> & { work: () => void }>,
): Promise<Variant> {
  const started = performance.now();
  const { work, ...rest } = await make();
  work();
  const preparationSeconds = (performance.now() - started) / 1000;
  return { ...rest, preparationSeconds, run: () => secondsOf(work) };
}

/** The engine's own layer; `apart`: one direction after the other. */
function engineVariant(
  parts: Parts,
  blockSteps: number,
  { products = 'float32', apart = false }: { products?: ProductType; apart?: boolean } = {},
): Promise<Variant> {
  const { tf, batch, steps, x, weights } = parts;
  return prepared(async () => {
    const sets: readonly (readonly Direction[])[] = apart
      ? [['forward'], ['backward']]
      : [DIRECTIONS];
    const shape = { batch, steps: blockSteps, inputSize: INPUT, units: UNITS };
    const layers: RecurrentLayer[] = [];
    for (const directions of sets) {
      layers.push(
        await RecurrentLayer.compile(CELLS.gru, shape, { training: false, directions, products }),
      );
    }
    const blocks = tf.split(x, steps / blockSteps);
    const padding = blocks.map(() => tf.zeros([blockSteps, batch]));
    const pass = (): Tensor[][] =>
      layers.map((layer, i) => {
        const own = Object.entries(weights).filter(([name]) =>
          sets[i]?.some((d) => name.startsWith(d)),
        );
        return layer.forward(Object.fromEntries(own), blocks, padding).blocks;
      });
    return {
      work() {
        const out = pass();
        for (const list of out) list.at(-1)?.dataSync();
        tf.dispose(out);
      },
      values() {
        const out = pass();
        const all = tf.tidy(() =>
          tf.concat(
            out.map((list) => tf.concat(list)),
            2,
          ),
        );
        const values = all.dataSync() as Float32Array;
        tf.dispose([all, out]);
        return values;
      },
      close() {
        for (const layer of layers) layer.close();
        tf.dispose([blocks, padding]);
      },
    };
  });
}

/** Both directions as one batched product, all steps in one graph. */
function batchedVariant({ tf, batch, steps, x, weights }: Parts): Promise<Variant> {
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
function chunkedVariant({ tf, batch, steps, weights }: Parts): Promise<Variant> {
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

/** All forms by name; the first is the engine's. */
function makers(parts: Parts): Readonly<Record<string, () => Promise<Variant>>> {
  const block = Math.min(BLOCK, parts.steps);
  return {
    [`blocks of ${block}, both directions beside each other`]: () => engineVariant(parts, block),
    'blocks of 9': () => engineVariant(parts, 9),
    'blocks of 111': () => engineVariant(parts, Math.min(111, parts.steps)),
    'all steps in one graph': () => engineVariant(parts, parts.steps),
    'one direction after the other': () => engineVariant(parts, block, { apart: true }),
    'one batched product for both directions, all steps in one graph': () => batchedVariant(parts),
    'products in bfloat16': () => engineVariant(parts, block, { products: 'bfloat16' }),
    'backward direction in parallel chunks (another result)': () => chunkedVariant(parts),
  };
}

/** Measures all forms. @param steps A multiple of 9; it is the whole 10 s if not given. */
export async function measureVariants(
  batch: number,
  runs: number,
  steps = ENGINE_STEPS,
): Promise<Record<string, VariantFigures>> {
  const tf = await loadTensorflow();
  const parts = drawParts(tf, batch, steps);
  const variants: Record<string, Variant> = {};
  for (const [name, make] of Object.entries(makers(parts))) variants[name] = await make();
  const processor = new Map<string, number>();
  const contestants = Object.fromEntries(
    Object.entries(variants).map(([name, variant]): [string, Contestant] => [
      name,
      {
        async run() {
          const before = process.cpuUsage();
          const seconds = await variant.run();
          const { user, system } = process.cpuUsage(before);
          processor.set(name, (processor.get(name) ?? 0) + (user + system) / 1e6 / (runs + 1));
          return seconds;
        },
      },
    ]),
  );
  const speeds = await alternate(contestants, runs, audioSeconds(batch) * (steps / ENGINE_STEPS));
  const [[first] = ['']] = Object.entries(variants);
  const expected = variants[first]?.values?.();
  const figures = Object.entries(variants).map(([name, variant]) => {
    const values = variant.values?.();
    const speed = speeds[name] ?? { median: NaN, least: NaN, most: NaN };
    return [
      name,
      {
        speed,
        worth: speed.median / (speeds[first]?.median ?? NaN),
        processorSeconds: processor.get(name) ?? NaN,
        preparationSeconds: variant.preparationSeconds,
        difference:
          values && expected
            ? values.reduce((most, v, i) => Math.max(most, Math.abs(v - (expected[i] ?? NaN))), 0)
            : null,
      },
    ] as const;
  });
  for (const variant of Object.values(variants)) variant.close();
  tf.dispose([parts.x, parts.weights]);
  return Object.fromEntries(figures);
}

/** As a Markdown table. */
export function variantsTable(figures: Readonly<Record<string, VariantFigures>>): string {
  const rows = Object.entries(figures).map(
    ([name, { speed, worth, processorSeconds, preparationSeconds, difference }]) =>
      `| ${name} | ${speed.median.toFixed(0)} (${speed.least.toFixed(0)}–${speed.most.toFixed(0)}) | ` +
      `${worth.toFixed(2)} | ${processorSeconds.toFixed(2)} | ${preparationSeconds.toFixed(1)} | ` +
      `${difference === null ? '–' : difference.toExponential(0)} |`,
  );
  return [
    '| form | × real time, median (least–most) | worth | processor seconds | preparation, s | difference |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}
