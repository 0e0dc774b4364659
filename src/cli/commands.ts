/**
 * The table of commands. Each is loaded only when it is called, so that `--help` never waits for TensorFlow.
 * @module
 */
import type { Command } from './command';

/** A line of the table. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
  /** Whether the arguments behind the name ask for a training: it gets a process of its own. */
  trains?(args: readonly string[]): boolean;
}

/** In the order in which the overview shows them. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'transcribe',
    summary: 'text of audio files, as txt, json, srt or vtt',
    load: async () => (await import('./transcribe.js')).transcribe,
  },
  {
    name: 'listen',
    summary: 'live text from the microphone',
    load: async () => (await import('./listen.js')).listen,
  },
  {
    name: 'devices',
    summary: 'the microphones of this machine',
    load: async () => (await import('./devices.js')).devices,
  },
  {
    name: 'evaluate',
    summary: 'error rates and speed over a manifest of recordings',
    load: async () => (await import('./evaluate.js')).evaluate,
  },
  {
    name: 'noise-test',
    summary: 'what is heard in noise and silence: nothing',
    load: async () => (await import('./noise-test.js')).noiseTest,
  },
  {
    name: 'train',
    summary: 'a model from a config file',
    load: async () => (await import('./train.js')).train,
    trains: () => true,
  },
  {
    name: 'model',
    summary: 'shows or checks a model folder',
    load: async () => (await import('./model.js')).model,
  },
  {
    name: 'language',
    summary: 'word models and pronunciations: builds, measures, says',
    load: async () => (await import('./language.js')).language,
    trains: ([action = '']) => action.startsWith('train-'),
  },
  {
    name: 'bench',
    summary: 'the speed of the engine, beside PyTorch where it is installed',
    load: async () => (await import('./bench.js')).bench,
    trains: () => true,
  },
  {
    name: 'doctor',
    summary: 'what is installed, what is missing and what mends it',
    load: async () => (await import('./doctor-command.js')).doctorCommand,
  },
];
