/**
 * The recording thread by itself: it starts, speaks, and ends.
 * @module
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, describe, it } from 'vitest';
import { LoopControl } from '../../../src/audio/recording-loop';
import { buildMicrophoneWorker } from '../../support/microphone-worker';

describe('microphone-worker', () => {
  it('tells that its microphone is not there, and ends', async () => {
    const built = await buildMicrophoneWorker();
    const workerData = { device: 'Nobody', control: new LoopControl().memory };
    const worker = new Worker(built.script, { workerData });
    const exit = once(worker, 'exit');
    expect(await once(worker, 'message')).toEqual([
      {
        kind: 'failed',
        message: 'the microphone "Nobody" is not there',
        mend: 'plug it in again',
      },
    ]);
    expect(await exit).toEqual([0]);
    built.remove();
  });
});
