/**
 * What the app remembers between runs: one small JSON file, read as if a stranger had written it.
 * @module
 */
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isDeviceChoice } from '../src/protocol/request-guard';
import { fieldOf, isCount, isRecord } from '../src/protocol/record';
import { isWriting, type Writing } from '../src/protocol/writing';

/** What is remembered. */
export interface Settings {
  /** Name of the microphone, or null to follow the system's default. */
  readonly microphone: string | null;
  /** Whether the microphone is open while the window is visible, so that first words are not lost. */
  readonly keepReady: boolean;
  /** How much is kept from before the start of a dictation, in milliseconds. */
  readonly preRollMs: number;
  /** How final text is written. */
  readonly writing: Writing;
}

/** What holds until a person chooses otherwise. */
export const DEFAULT_SETTINGS: Settings = {
  microphone: null,
  keepReady: true,
  preRollMs: 450,
  writing: { numbers: true, punctuation: true, commands: true },
};
/** Longest pre-roll: more would record what nobody meant to say. */
const MAX_PRE_ROLL_MS = 3_000;
/** A settings file larger than this is not ours. */
const MAX_FILE_BYTES = 64 * 1024;

/** Reads the settings; whatever is missing or senseless is replaced by its default. Never throws. */
export function loadSettings(file: string): Settings {
  try {
    if (statSync(file).size > MAX_FILE_BYTES) return DEFAULT_SETTINGS;
    return parseSettings(readFileSync(file, 'utf8'));
  } catch {
    return DEFAULT_SETTINGS;
  }
}

/** Settings from JSON text, field by field. */
export function parseSettings(text: string): Settings {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return DEFAULT_SETTINGS;
  }
  if (!isRecord(value)) return DEFAULT_SETTINGS;
  const microphone = fieldOf(value, 'microphone');
  const keepReady = fieldOf(value, 'keepReady');
  const preRollMs = fieldOf(value, 'preRollMs');
  const writing = fieldOf(value, 'writing');
  return {
    microphone: isDeviceChoice(microphone) ? microphone : DEFAULT_SETTINGS.microphone,
    keepReady: typeof keepReady === 'boolean' ? keepReady : DEFAULT_SETTINGS.keepReady,
    preRollMs:
      isCount(preRollMs) && preRollMs <= MAX_PRE_ROLL_MS ? preRollMs : DEFAULT_SETTINGS.preRollMs,
    writing: isWriting(writing) ? { ...writing } : DEFAULT_SETTINGS.writing,
  };
}

/**
 * Writes the settings in one step: a crash leaves the old file or the new one, never half of one.
 * @throws the system's error when the folder cannot be written.
 */
export function saveSettings(file: string, settings: Settings): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(settings, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
}
