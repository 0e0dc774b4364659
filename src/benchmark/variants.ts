/**
 * What moves the speed of the engine: one bidirectional GRU layer, 512 → 2 × 256, over 10 s, in several forms that take
 * turns. Threads and oneDNN are chosen by the environment before the library loads, so each is a run of its own.
 * @module
 */
import { gruCell } from '../recurrent/gru-cell';
import { loopWalk } from '../recurrent/loop-walk';
import { loadTensorflow } from '../tensor/backend';
import { alternate, type Contestant } from './alternate';
import { ENGINE_STEPS, audioSeconds } from './engine';
import type { Kind } from './engine-figures';
import { batchedForm, chunkedForm } from './graph-forms';
import { layerForm, type LayerForm } from './layer-forms';
import { asText, type Spread } from './spread';
import { drawParts, type Parts, type Variant } from './variant-parts';

const BLOCK = 37;

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

/** Forms of the engine's layer by name, forward or in training; the first is what the engine does. */
function layerForms(steps: number): Readonly<Record<string, LayerForm>> {
  const block = Math.min(BLOCK, steps);
  return {
    [`blocks of ${block}, both directions beside each other`]: { block },
    'blocks of 9': { block: 9 },
    'blocks of 111': { block: Math.min(111, steps) },
    'all steps in one graph': { block: steps },
    'a loop in one graph, a step a turn': { block: steps, cell: gruCell(loopWalk()) },
    'a loop in one graph, 9 steps a turn': { block: steps, cell: gruCell(loopWalk(9)) },
    'one direction after the other': { block, apart: true },
    'products in bfloat16': { block, products: 'bfloat16' },
  };
}

/** All forms by name, in the order of the table. */
function makers(parts: Parts, kind: Kind): Readonly<Record<string, () => Promise<Variant>>> {
  const layers = Object.entries(layerForms(parts.steps)).map(
    ([name, form]) => [name, () => layerForm(parts, kind, form)] as const,
  );
  return {
    ...Object.fromEntries(layers),
    ...(kind === 'forward' && {
      'one batched product for both directions, all steps in one graph': () => batchedForm(parts),
      'backward direction in parallel chunks (another result)': () => chunkedForm(parts),
    }),
  };
}

/**
 * Measures all forms.
 * @param kind Forward, or a whole training pass to the gradients of inputs and weights.
 * @param steps A multiple of 9; it is the whole 10 s if not given.
 */
export async function measureVariants(
  kind: Kind,
  batch: number,
  runs: number,
  steps = ENGINE_STEPS,
): Promise<Record<string, VariantFigures>> {
  const tf = await loadTensorflow();
  const parts = drawParts(tf, batch, steps);
  const variants: Record<string, Variant> = {};
  for (const [name, make] of Object.entries(makers(parts, kind))) variants[name] = await make();
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
  tf.dispose([parts.x, parts.dy, parts.weights]);
  return Object.fromEntries(figures);
}

/** As a Markdown table. */
export function variantsTable(figures: Readonly<Record<string, VariantFigures>>): string {
  const rows = Object.entries(figures).map(
    ([name, { speed, worth, processorSeconds, preparationSeconds, difference }]) =>
      `| ${name} | ${asText(speed)} | ` +
      `${worth.toFixed(2)} | ${processorSeconds.toFixed(2)} | ${preparationSeconds.toFixed(1)} | ` +
      `${difference === null ? '–' : difference.toExponential(0)} |`,
  );
  return [
    '| form | × real time, median (least–most) | worth | processor seconds | preparation, s | difference |',
    '| --- | --: | --: | --: | --: | --: |',
    ...rows,
  ].join('\n');
}
