/**
 * How long the graphs of a stream's chunks take to get ready: from nothing, with an empty cache, to the first result.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHUNK_STEPS } from '../acoustic/acoustic-network';
import { layerInputSize, underPrefix } from '../acoustic/acoustic-spec';
import type { CellName } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow } from '../tensor/backend';
import { toTensors } from '../training/weight-tensors';
import { secondsOf } from './alternate';
import { engineSpec, engineWeights } from './engine';
import { spreadOf, type Spread } from './spread';

/** Builds, stores, loads and runs the layers of one chunk with its context once. */
async function prepareChunk(cell: CellName): Promise<void> {
  const tf = await loadTensorflow();
  const spec = engineSpec(cell);
  const weights = toTensors(tf, engineWeights(cell));
  const layers = new Map<number, RecurrentLayer>();
  for (let index = 0; index < spec.layers; index++) {
    const inputSize = layerInputSize(spec, index);
    const shape = { batch: 1, steps: CHUNK_STEPS, inputSize, units: spec.units };
    const layer =
      layers.get(inputSize) ??
      (await RecurrentLayer.compile(CELLS[cell], shape, { training: false }));
    layers.set(inputSize, layer);
    const blocks = [tf.zeros([CHUNK_STEPS, 1, inputSize]), tf.zeros([CHUNK_STEPS, 1, inputSize])];
    const padding = blocks.map(() => tf.zeros([CHUNK_STEPS, 1]));
    const states = Object.fromEntries(
      CELLS[cell].states.map((name) => [name, tf.zeros([1, spec.units])]),
    );
    const own = underPrefix(weights, `layer${index}`);
    const result = layer.forwardChunk(own, blocks, padding, states);
    result.blocks[0]?.dataSync();
    tf.dispose([blocks, padding, states, result.blocks, result.states]);
  }
  for (const layer of layers.values()) layer.close();
  tf.dispose(weights);
}

/** Seconds, of `runs` times. */
export async function measurePreparation(cell: CellName, runs: number): Promise<Spread> {
  await loadTensorflow();
  const seconds: number[] = [];
  const before = process.env['XDG_CACHE_HOME'];
  for (let run = 0; run < runs; run++) {
    const empty = mkdtempSync(path.join(tmpdir(), 'skald-graphs-'));
    process.env['XDG_CACHE_HOME'] = empty;
    try {
      seconds.push(await secondsOf(() => prepareChunk(cell)));
    } finally {
      if (before === undefined) delete process.env['XDG_CACHE_HOME'];
      else process.env['XDG_CACHE_HOME'] = before;
      rmSync(empty, { recursive: true, force: true });
    }
  }
  return spreadOf(seconds);
}
