/**
 * The acoustic network described as data, and the shapes of its weights.
 * @module
 */
import { UserError } from '../base/errors';
import { DIRECTIONS, type CellName, type Direction } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';

/** Stacked recurrent layers with one dense output layer over all units and the blank. */
export interface AcousticSpec {
  readonly kind: 'recurrent';
  readonly cell: CellName;
  /** Both directions side by side, or the forward one alone. */
  readonly bidirectional: boolean;
  /** Values of one 30 ms step. */
  readonly inputSize: number;
  /** Units of one direction. */
  readonly units: number;
  readonly layers: number;
  /** Output units and, last, the blank. */
  readonly classes: number;
}

const LIMITS = { inputSize: 4096, units: 4096, layers: 32, classes: 65536 } as const;

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
  return {
    kind: 'recurrent',
    cell: cell as CellName,
    bidirectional,
    inputSize: size('inputSize'),
    units: size('units'),
    layers: size('layers'),
    classes: size('classes'),
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
  return index === 0 ? spec.inputSize : layerOutputSize(spec);
}

/** Shapes of all weights by name: `layer0/forward/kernel` … `output/kernel`, `output/bias`. */
export function weightShapes(spec: AcousticSpec): Record<string, readonly number[]> {
  const shapes: Record<string, readonly number[]> = {};
  for (let layer = 0; layer < spec.layers; layer++) {
    const parameters = CELLS[spec.cell].parameterShapes(layerInputSize(spec, layer), spec.units);
    for (const direction of directionsOf(spec)) {
      for (const [name, shape] of Object.entries(parameters)) {
        shapes[`layer${layer}/${direction}/${name}`] = shape;
      }
    }
  }
  shapes['output/kernel'] = [layerOutputSize(spec), spec.classes];
  shapes['output/bias'] = [spec.classes];
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
