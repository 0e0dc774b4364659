/**
 * The thread that records: an entry of its own (`microphone-worker.cjs` beside each bundle), started by
 * `microphone.ts` and by nobody else.
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import { LoopControl, recordingLoop } from './recording-loop';
import { pvRecorder } from './recorder';

/** What the thread is started with. */
export interface MicrophoneWorkerData {
  /** Name of the microphone; the default one when absent. */
  readonly device: string | undefined;
  /** Of a {@link LoopControl}. */
  readonly control: SharedArrayBuffer;
}

const { device, control } = workerData as MicrophoneWorkerData;
recordingLoop(pvRecorder, device, new LoopControl(control), (message) => {
  // A frame is the driver's gift to us: it crosses without a copy.
  const handedOver = message.kind === 'frame' ? [message.samples.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(message, handedOver);
});
