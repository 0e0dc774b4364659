/**
 * The one door to PvRecorder, which records 16 kHz mono from any microphone of the machine.
 * @module
 */
import type * as PvRecorderPackage from '@picovoice/pvrecorder-node';
import { UserError, messageOf } from '../base/errors';

/** Samples in a frame: 32 ms. */
const FRAME_LENGTH = 512;
/** Frames that the driver's thread keeps when we are late: 4 s, enough for a busy machine. */
const BUFFERED_FRAMES = 125;
/** Stands for the system's own choice among the devices. */
const DEFAULT_INDEX = -1;

/** An open device. */
export interface Recorder {
  /** Name of the device that it really records from. */
  readonly device: string;
  /** Waits for the next frame; throws when none comes for about a second. */
  read(): Int16Array;
  /** Closes the device. */
  release(): void;
}

/** Finds and opens devices: PvRecorder, or a stand-in of a test. */
export interface RecorderSource {
  /** Names of the devices, in the order of their indices. */
  list(): string[];
  /** Opens a device by name; `undefined` is the system's default. Throws when it is not there or cannot be opened. */
  open(device: string | undefined): Recorder;
}

/**
 * ALSA without a sound server lists its own plug-ins beside the sound cards. None of them hears anything by
 * itself, and to open one prints pages of complaints.
 */
const PLUG_INS = [
  /^Discard all samples/,
  /^Rate Converter Plugin/,
  /^JACK Audio Connection Kit/,
  /^Open Sound System/,
  /^PulseAudio Sound Server/,
  /^PipeWire Sound Server/,
  /^Plugin using Speex DSP/,
  /^Plugin for channel (up|down)mix/,
];

/** PvRecorder itself. */
export const pvRecorder: RecorderSource = {
  list() {
    return load()
      .getAvailableDevices()
      .map((name) => (PLUG_INS.some((plugIn) => plugIn.test(name)) ? '' : name));
  },
  open(device) {
    const PvRecorder = load();
    const index = device === undefined ? DEFAULT_INDEX : this.list().indexOf(device);
    if (device !== undefined && index < 0) {
      throw new UserError(`the microphone "${device}" is not there`, 'plug it in again');
    }
    const recorder = new PvRecorder(FRAME_LENGTH, index, BUFFERED_FRAMES);
    try {
      recorder.start();
    } catch (error) {
      recorder.release();
      throw error;
    }
    return {
      device: recorder.getSelectedDevice(),
      read: () => recorder.readSync(),
      release() {
        recorder.release();
      },
    };
  },
};

/** Name of the device that the system would choose; asks it without recording. */
export function defaultDevice(): string | undefined {
  try {
    const recorder = new (load())(FRAME_LENGTH, DEFAULT_INDEX, 1);
    const name = recorder.getSelectedDevice();
    recorder.release();
    return name;
  } catch {
    return undefined;
  }
}

/** Loaded on first use: a machine for which there is no build still transcribes files. */
function load(): typeof PvRecorderPackage.PvRecorder {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- late, and without waiting
    return (require('@picovoice/pvrecorder-node') as typeof PvRecorderPackage).PvRecorder;
  } catch (error) {
    throw new UserError(
      `microphones cannot be used on this machine (${messageOf(error)})`,
      'transcribe files instead, or install again with `npm run setup`',
    );
  }
}
