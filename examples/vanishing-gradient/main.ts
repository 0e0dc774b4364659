/**
 * Simple RNN, LSTM and GRU on a task with a long lag; see README.md.
 * @module
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { Random } from '../../src/base/random';
import type { CellName } from '../../src/recurrent/cell';
import { gradientChart, type Curve } from './chart';
import { BATCH, LagNetwork } from './network';
import { drawBatch } from './task';

const CELLS: readonly CellName[] = ['simple-rnn', 'lstm', 'gru'];
const LAGS = [10, 50, 100] as const;
const STEPS = 500;
const RATE = 0.005;
const TEST_BATCHES = 20;
const SEED = 1;

interface Outcome {
  readonly cell: CellName;
  readonly lag: number;
  readonly right: number;
  /** First step from which 20 batches in a row were all right. */
  readonly learnedAt: number | undefined;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

async function run(cell: CellName, lag: number): Promise<Outcome> {
  const network = await LagNetwork.create(cell, lag, SEED);
  const random = new Random(SEED + lag);
  const watched = drawBatch(new Random(99), lag, BATCH);
  const before = network.gradientThroughTime(watched);
  let rightInRow = 0;
  let learnedAt: number | undefined;
  for (let step = 1; step <= STEPS && learnedAt === undefined; step++) {
    const { right } = network.train(drawBatch(random, lag, BATCH), RATE);
    rightInRow = right === 1 ? rightInRow + 1 : 0;
    if (rightInRow === 20) learnedAt = step - 19;
  }
  const after = network.gradientThroughTime(watched);
  let right = 0;
  for (let i = 0; i < TEST_BATCHES; i++) right += network.test(drawBatch(random, lag, BATCH)).right;
  network.close();
  return { cell, lag, right: right / TEST_BATCHES, learnedAt, before, after };
}

/** How much of the gradient at the last step is left at the first. */
function left(norms: readonly number[]): string {
  return (norms[1]! / norms.at(-1)!).toExponential(1);
}

async function main(): Promise<void> {
  const started = performance.now();
  const outcomes: Outcome[] = [];
  console.log(
    '| lag | cell | right answers | learned at step | gradient left, untrained | trained |',
  );
  console.log('| --: | :-- | --: | --: | --: | --: |');
  for (const lag of LAGS) {
    for (const cell of CELLS) {
      const outcome = await run(cell, lag);
      outcomes.push(outcome);
      const { right, learnedAt, before, after } = outcome;
      console.log(
        `| ${lag} | ${cell} | ${(100 * right).toFixed(1)} % | ${learnedAt ?? 'never'} | ${left(before)} | ${left(after)} |`,
      );
    }
  }
  const longest = outcomes.filter((outcome) => outcome.lag === LAGS.at(-1));
  const curves = (of: (outcome: Outcome) => readonly number[]): Curve[] =>
    longest.map((outcome) => ({ name: outcome.cell, norms: of(outcome) }));
  const file = path.join(__dirname, 'gradients.svg');
  writeFileSync(
    file,
    gradientChart([
      { title: 'Lag 100, before training', curves: curves((o) => o.before) },
      { title: 'Lag 100, after training', curves: curves((o) => o.after) },
    ]),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${seconds} s; gradient norms through time: ${path.relative(process.cwd(), file)}`);
}

void main();
