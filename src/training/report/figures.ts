/**
 * Which figures a history has, and what each says.
 * @module
 */
import type { History, HistoryRecord } from '../run-history';
import type { Figure, Series } from './figure';

type Records = History['records'];

/** How many moments of a run are shown where a curve is over time within a sequence. */
const MOMENTS = 5;

function bySteps(
  name: string,
  records: Records,
  value: (record: Required<HistoryRecord>) => number,
): Series {
  const points = records.map((record) => [record.step, value(record)] as const);
  return { name, points: points.filter(([, y]) => Number.isFinite(y)) };
}

/** A curve for every name that a part of the records has. */
function byNames<T>(
  records: Records,
  part: (record: Required<HistoryRecord>) => Readonly<Record<string, T>>,
  value: (entry: T) => number,
): Series[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(part(record))))];
  return names.map((name) =>
    bySteps(name, records, (record) => {
      const entry = part(record)[name];
      return entry === undefined ? NaN : value(entry);
    }),
  );
}

/** Gradient norms through time, one figure a layer and direction, at a few moments of the run. */
function throughTime(records: Records): Figure[] {
  const having = records.filter((record) => Object.keys(record.normsByTime).length > 0);
  const names = [...new Set(having.flatMap((record) => Object.keys(record.normsByTime)))];
  return names.map((name) => {
    const own = having.filter((record) => record.normsByTime[name] !== undefined);
    const count = Math.min(MOMENTS, own.length);
    const picked = Array.from({ length: count }, (_, i) => {
      return own[count === 1 ? 0 : Math.round((i * (own.length - 1)) / (count - 1))]!;
    });
    return {
      title: `Gradient through time: ${name}`,
      caption:
        'Norm of the gradient of the loss by the state, from the start of a sequence to its end. A curve that ' +
        'falls steeply away from where the loss is has vanished; one that climbs explodes.',
      xName: 'place in the sequence',
      yName: 'norm',
      logarithmic: true,
      series: picked.map((record) => ({
        name: `step ${record.step}`,
        points: record.normsByTime[name]!.map((norm, t) => [t, norm] as const),
      })),
    };
  });
}

/** Gradient norms at three places of the sequence over the run, one figure a layer and direction. */
function overTheRun(records: Records): Figure[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record.normsByBlock)))];
  const places = [
    ['first block', 0],
    ['middle block', 0.5],
    ['last block', 1],
  ] as const;
  return names.map((name) => ({
    title: `Gradient over the run: ${name}`,
    caption:
      'Norm of the gradient of the loss by the state at the start, the middle and the end of the sequences of each ' +
      'step. Curves that part by powers of ten show a gradient that vanishes or explodes through time.',
    xName: 'step',
    yName: 'norm',
    logarithmic: true,
    series: places.map(([place, share]) =>
      bySteps(place, records, ({ normsByBlock }) => {
        const norms = normsByBlock[name] ?? [];
        return norms[Math.round(share * (norms.length - 1))] ?? NaN;
      }),
    ),
  }));
}

function activations(records: Records): Figure[] {
  const xName = 'step';
  return [
    {
      title: 'Activations: mean',
      caption: 'Mean of what each layer gives out.',
      ...{ xName, yName: 'mean' },
      series: byNames(
        records,
        (r) => r.activations,
        (a) => a.mean,
      ),
    },
    {
      title: 'Activations: deviation',
      caption:
        'Deviation of what each layer gives out: near 0 it says nothing, near 1 it is saturated.',
      ...{ xName, yName: 'deviation' },
      series: byNames(
        records,
        (r) => r.activations,
        (a) => a.deviation,
      ),
    },
  ];
}

/** The figures for which there are numbers. */
export function figuresOf({ records }: History): Figure[] {
  const xName = 'step';
  const figures: Figure[] = [
    {
      title: 'Loss',
      caption: 'Mean loss of a label on the training batches, natural logarithm.',
      ...{ xName, yName: 'loss' },
      series: [bySteps('loss', records, (r) => r.loss)],
    },
    {
      title: 'Error rates on development data',
      caption: 'Share of what was said that came out wrong, on recordings that are not trained on.',
      ...{ xName, yName: '%' },
      series: byNames(
        records,
        (r) => r.development,
        (rate) => 100 * rate,
      ),
    },
    {
      title: 'Learning rate',
      caption: 'Size of the steps.',
      ...{ xName, yName: 'rate' },
      series: [bySteps('rate', records, (r) => r.rate)],
    },
    {
      title: 'Gradient norm',
      caption: 'Joint norm of all gradients before clipping, on a logarithmic axis.',
      ...{ xName, yName: 'norm', logarithmic: true },
      series: [bySteps('all layers', records, (r) => r.norm)],
    },
    {
      title: 'Gradient norms by layer',
      caption: 'Norm of the gradients by the weights of each layer, before clipping.',
      ...{ xName, yName: 'norm', logarithmic: true },
      series: byNames(
        records,
        (r) => r.normsByLayer,
        (norm) => norm,
      ),
    },
    ...throughTime(records),
    ...overTheRun(records),
    ...activations(records),
  ];
  return figures.filter(({ series }) => series.some(({ points }) => points.length > 0));
}
