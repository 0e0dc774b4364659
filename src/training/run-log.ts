/**
 * What a training run tells: one line every few steps, kept in a file beside the checkpoints.
 * @module
 */
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { StepReport } from './acoustic-learner';

const REPORT_EVERY_STEPS = 20;

/** Gathers step reports to means over a window, so that the log stays small. */
export class RunLog {
  private steps = 0;
  private loss = 0;
  private norm = 0;
  private seconds = 0;
  private dataSeconds = 0;
  private started = performance.now();

  /** @param folder The run's folder; it exists. */
  constructor(
    folder: string,
    private readonly onProgress: (line: string) => void,
  ) {
    this.file = path.join(folder, 'log.txt');
  }

  private readonly file: string;

  /** Tells one line. */
  say(line: string): void {
    this.onProgress(line);
    appendFileSync(this.file, `${line}\n`);
  }

  /** Takes the report of step number `step`; the batch was `audioSeconds` long and took `dataSeconds` to make. */
  add(
    step: number,
    report: StepReport,
    rate: number,
    { audioSeconds, dataSeconds }: { readonly audioSeconds: number; readonly dataSeconds: number },
  ): void {
    if (!report.applied) {
      this.say(`step ${step}: gradient not finite, step thrown away`);
      return;
    }
    this.steps += 1;
    this.loss += report.loss;
    this.norm += report.norm;
    this.seconds += audioSeconds;
    this.dataSeconds += dataSeconds;
    if (this.steps < REPORT_EVERY_STEPS) return;
    const elapsed = (performance.now() - this.started) / 1000;
    this.say(
      `step ${step} loss ${(this.loss / this.steps).toFixed(3)} ` +
        `norm ${(this.norm / this.steps).toFixed(2)} rate ${rate.toExponential(2)} ` +
        `${(this.seconds / elapsed).toFixed(0)} × real time, data ${((100 * this.dataSeconds) / elapsed).toFixed(1)} %`,
    );
    this.restart();
  }

  /** Starts a new window; called after anything that is not training. */
  restart(): void {
    this.steps = this.loss = this.norm = this.seconds = this.dataSeconds = 0;
    this.started = performance.now();
  }
}
