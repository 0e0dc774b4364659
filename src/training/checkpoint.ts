/**
 * Checkpoints: weights, optimiser memory and the place in the run, so that a resumed run goes on bit for bit.
 * Written aside and renamed, so that there is never half of one.
 * @module
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { weightShapes, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { splitLearned } from './fixed-layers';
import type { AverageState } from './weight-average';
import { encodeWeights, readWeights, type WeightArray } from '../bundle/weights-file';

/** Where a run stands. */
export interface RunPosition {
  /** Steps taken, those thrown away too. */
  readonly steps: number;
  readonly epoch: number;
  /** Batches of this epoch that are done. */
  readonly batchesDone: number;
  /** State of the generator for masks and dropout. */
  readonly randomState: number;
  /** Hours of processor time and of audio so far. */
  readonly processorHours: number;
  readonly audioHours: number;
}

/** All that a run needs to go on. */
export interface Checkpoint {
  readonly position: RunPosition;
  readonly weights: Readonly<Record<string, WeightArray>>;
  readonly means: Readonly<Record<string, WeightArray>>;
  readonly squares: Readonly<Record<string, WeightArray>>;
  /** Steps that the optimiser has applied. */
  readonly optimiserSteps: number;
  /** The mean of the weights so far, once a run that wants one has come to its last part. */
  readonly average?: AverageState;
}

const PARTS = ['weights', 'means', 'squares'] as const;
const AVERAGE = 'average';
/** What optimisers remember, a file each; SGD has fewer of them than AdamW. */
const MEMORIES = ['means', 'squares'] as const;
type Memory = (typeof MEMORIES)[number];

const remembered = (checkpoint: Checkpoint): Memory[] =>
  MEMORIES.filter((memory) => Object.keys(checkpoint[memory]).length > 0);

/** Writes `folder/checkpoint` anew; the one before stays until the new one is whole. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const final = path.join(folder, 'checkpoint');
  const staged = `${final}.part`;
  const old = `${final}.old`;
  try {
    await rm(staged, { recursive: true, force: true });
    await mkdir(staged, { recursive: true });
    for (const part of PARTS) {
      await writeFile(
        path.join(staged, `${part}.safetensors`),
        encodeWeights(checkpoint[part], 'F32'),
      );
    }
    const { average } = checkpoint;
    if (average) {
      const bytes = encodeWeights(average.weights, 'F32');
      await writeFile(path.join(staged, `${AVERAGE}.safetensors`), bytes);
    }
    await writeFile(
      path.join(staged, 'position.json'),
      JSON.stringify({
        ...checkpoint.position,
        optimiserSteps: checkpoint.optimiserSteps,
        memories: remembered(checkpoint),
        ...(average && { averaged: average.count }),
      }),
    );
    await rm(old, { recursive: true, force: true });
    await rename(final, old).catch(() => undefined);
    await rename(staged, final);
    await rm(old, { recursive: true, force: true });
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
}

const NUMBERS = [
  'steps',
  'epoch',
  'batchesDone',
  'randomState',
  'processorHours',
  'audioHours',
  'optimiserSteps',
] as const;

type StoredPosition = RunPosition & {
  optimiserSteps: number;
  memories: readonly Memory[];
  averaged?: number;
};

function parsePosition(text: string): StoredPosition | undefined {
  const value = JSON.parse(text) as Record<string, unknown>;
  if (!NUMBERS.every((key) => Number.isFinite(value[key]))) return undefined;
  const { averaged } = value;
  if (averaged !== undefined && !(Number.isSafeInteger(averaged) && Number(averaged) > 0)) {
    return undefined;
  }
  // Checkpoints from before SGD do not say it: they are AdamW's.
  const { memories: stored = MEMORIES } = value;
  const memories = MEMORIES.filter((memory) => Array.isArray(stored) && stored.includes(memory));
  return { ...(value as unknown as StoredPosition), memories };
}

/** The weights file `part`, which must fit the network. */
async function readPart(
  from: string,
  part: (typeof PARTS)[number] | typeof AVERAGE,
  shapes: Readonly<Record<string, readonly number[]>>,
): Promise<Record<string, WeightArray>> {
  try {
    return await readWeights(path.join(from, `${part}.safetensors`), shapes);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      `Checkpoint ${from} does not fit: ${error.message}`,
      'resume with the config that the run began with, or start anew without --resume',
    );
  }
}

/**
 * The newest whole checkpoint of an acoustic network's run folder; what learns lies above `fixedLayers` fixed layers. See
 * {@link readCheckpointOf}.
 */
export function readCheckpoint(
  folder: string,
  spec: AcousticSpec,
  asked: readonly Memory[] = MEMORIES,
  fixedLayers = 0,
): Promise<Checkpoint> {
  const shapes = weightShapes(spec);
  return readCheckpointOf(folder, shapes, asked, splitLearned(spec, fixedLayers, shapes).learned);
}

/**
 * Reads the newest whole checkpoint of a run folder.
 * @param shapes Of the network's weights, by name.
 * @param asked What the optimiser remembers that goes on from it.
 * @param learned Of the weights that it remembers something of; all where nothing is said.
 * @throws UserError if there is none, or if it belongs to another network or optimiser.
 */
export async function readCheckpointOf(
  folder: string,
  shapes: Readonly<Record<string, readonly number[]>>,
  asked: readonly Memory[] = MEMORIES,
  learned = shapes,
): Promise<Checkpoint> {
  for (const name of ['checkpoint', 'checkpoint.old']) {
    const from = path.join(folder, name);
    const found = await readFile(path.join(from, 'position.json'), 'utf8')
      .then(parsePosition)
      .catch(() => undefined);
    if (!found) continue;
    const { optimiserSteps, memories, averaged, ...position } = found;
    if (memories.join() !== asked.join()) {
      throw new UserError(
        `Checkpoint ${from} is of another optimiser or momentum`,
        'resume with the config that the run began with',
      );
    }
    const remember = (part: Memory): Promise<Record<string, WeightArray>> =>
      memories.includes(part) ? readPart(from, part, learned) : Promise.resolve({});
    const weights = await readPart(from, 'weights', shapes);
    const [means, squares] = [await remember('means'), await remember('squares')];
    const rest = { position, weights, means, squares, optimiserSteps };
    if (averaged === undefined) return rest;
    const average = { weights: await readPart(from, AVERAGE, shapes), count: averaged };
    return { ...rest, average };
  }
  throw new UserError(`No checkpoint in ${folder}`, 'give --resume the run folder of the config');
}
