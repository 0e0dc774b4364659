/**
 * The acoustic network described as data, and the shapes of its weights.
 * @module
 */
import { UserError } from '../base/errors';
import { DIRECTIONS, type CellName, type Direction } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import { FRAMES, frontShapes, patternCount } from './convolution-front';

/** Stacked recurrent layers with a dense output layer for characters and, beside it, one for phones. */
export interface AcousticSpec {
  readonly kind: 'recurrent';
  readonly cell: CellName;
  /** Both directions side by side, or the forward one alone. */
  readonly bidirectional: boolean;
  /** Values of one 30 ms step. */
  readonly inputSize: number;
  /**
   * Filters of each of two convolutions, whose patterns the first layer reads; it reads the steps themselves without it.
   */
  readonly filters?: number;
  /** Units of one direction. */
  readonly units: number;
  readonly layers: number;
  /**
   * Layers from this one on (the first is 0) give their input plus what they make of it, as a deeper network that grew
   * from a trained one does (He et al. 2016, "Identity mappings in deep residual networks"); none where it is left out.
   */
  readonly residualFrom?: number;
  /** Characters and, last, the blank. */
  readonly classes: number;
  /** Phones and, last, the blank, in a second output layer on the same trunk; without it there is none. */
  readonly phones?: number;
  /**
   * Phones are read after so many layers, so that the layers above are the characters' own: spelling asks for more than
   * sound tells (hierarchical multitask CTC: Sanabria and Metze 2018). After all layers where it is left out.
   */
  readonly phonesAfter?: number;
}

/** What the names of the convolutions' weights begin with. */
export const FRONT = 'front';

/** What a network can write. */
export type OutputName = 'characters' | 'phones';

/** An output layer of a network. */
export interface AcousticOutput {
  readonly name: OutputName;
  /** What its weights' names begin with. */
  readonly prefix: string;
  /** With the blank. */
  readonly classes: number;
  /** It reads what so many layers make. */
  readonly after: number;
}

/** The output layers of a network. */
export function outputsOf(spec: AcousticSpec): readonly AcousticOutput[] {
  const { classes, phones, layers, phonesAfter = layers } = spec;
  const characters = { name: 'characters', prefix: 'output', classes, after: layers } as const;
  if (phones === undefined) return [characters];
  return [characters, { name: 'phones', prefix: 'phones', classes: phones, after: phonesAfter }];
}

const LIMITS = {
  inputSize: 4096,
  filters: 256,
  units: 4096,
  layers: 32,
  residualFrom: 32,
  classes: 65536,
  phones: 65536,
  phonesAfter: 32,
} as const;

/**
 * Checks a spec that comes from a file.
 * @throws UserError naming the field that does not fit.
 */
export function parseAcousticSpec(value: unknown, where: string): AcousticSpec {
  const mend = 'get the model again, or train a new one';
  if (typeof value !== 'object' || value === null) {
    throw new UserError(`${where} has no network`, mend);
  }
  const record = value as Record<string, unknown>;
  if (record['kind'] !== 'recurrent') {
    throw new UserError(`${where} names an unknown kind of network`, mend);
  }
  const { cell, bidirectional } = record;
  if (typeof cell !== 'string' || !Object.hasOwn(CELLS, cell)) {
    throw new UserError(`${where} names an unknown cell`, mend);
  }
  if (typeof bidirectional !== 'boolean') {
    throw new UserError(`${where}: bidirectional is neither true nor false`, mend);
  }
  const size = (name: keyof typeof LIMITS): number => {
    const n = record[name];
    if (typeof n === 'number' && Number.isInteger(n) && n >= 1 && n <= LIMITS[name]) return n;
    throw new UserError(`${where}: ${name} is not a whole number from 1 to ${LIMITS[name]}`, mend);
  };
  const layers = size('layers');
  if (record['phonesAfter'] !== undefined && size('phonesAfter') > layers) {
    throw new UserError(`${where}: phonesAfter is more than its ${layers} layers`, mend);
  }
  const inputSize = size('inputSize');
  if (record['filters'] !== undefined && inputSize % FRAMES !== 0) {
    throw new UserError(`${where}: filters need steps of ${FRAMES} frames`, mend);
  }
  return {
    kind: 'recurrent',
    cell: cell as CellName,
    bidirectional,
    inputSize,
    ...(record['filters'] !== undefined && { filters: size('filters') }),
    units: size('units'),
    layers,
    ...(record['residualFrom'] !== undefined && { residualFrom: size('residualFrom') }),
    classes: size('classes'),
    ...(record['phones'] !== undefined && { phones: size('phones') }),
    ...(record['phonesAfter'] !== undefined && { phonesAfter: size('phonesAfter') }),
  };
}

/** The directions that each layer walks. */
export function directionsOf(spec: AcousticSpec): readonly Direction[] {
  return spec.bidirectional ? DIRECTIONS : ['forward'];
}

/** Values that a layer gives for a step: all its directions. */
export function layerOutputSize(spec: AcousticSpec): number {
  return directionsOf(spec).length * spec.units;
}

/** Values that go into layer `index`. */
export function layerInputSize(spec: AcousticSpec, index: number): number {
  if (index > 0) return layerOutputSize(spec);
  const { inputSize, filters } = spec;
  return filters === undefined ? inputSize : patternCount(inputSize, filters);
}

/** Whether layer `index` adds its input to its output. */
export function isResidual(spec: AcousticSpec, index: number): boolean {
  return spec.residualFrom !== undefined && index >= spec.residualFrom;
}

/** Shapes of all weights by name: `front/first/kernel` …, `layer0/forward/kernel` … `output/kernel`, `output/bias`, `phones/kernel` …. */
export function weightShapes(spec: AcousticSpec): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  const front = spec.filters === undefined ? {} : frontShapes(spec.inputSize, spec.filters);
  for (const [name, shape] of Object.entries(front)) shapes[`${FRONT}/${name}`] = shape;
  for (let layer = 0; layer < spec.layers; layer++) {
    const parameters = CELLS[spec.cell].parameterShapes(layerInputSize(spec, layer), spec.units);
    for (const direction of directionsOf(spec)) {
      for (const [name, shape] of Object.entries(parameters)) {
        shapes[`layer${layer}/${direction}/${name}`] = shape;
      }
    }
  }
  for (const { prefix, classes } of outputsOf(spec)) {
    shapes[`${prefix}/kernel`] = [layerOutputSize(spec), classes];
    shapes[`${prefix}/bias`] = [classes];
  }
  return shapes;
}

/** How many numbers the network has learned. */
export function parameterCount(spec: AcousticSpec): number {
  return Object.values(weightShapes(spec))
    .map((shape) => shape.reduce((a, b) => a * b, 1))
    .reduce((a, b) => a + b, 0);
}

/** The part of `tensors` whose names start with `prefix/`, without it. */
export function underPrefix<T>(
  tensors: Readonly<Record<string, T>>,
  prefix: string,
): Record<string, T> {
  const start = `${prefix}/`;
  return Object.fromEntries(
    Object.entries(tensors)
      .filter(([name]) => name.startsWith(start))
      .map(([name, tensor]) => [name.slice(start.length), tensor]),
  );
}
