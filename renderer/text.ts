/**
 * Every word that the window shows, in one place, ready for translation. Sentences are whole; parts that vary
 * are parameters, so that a translator can move them.
 * @module
 */

/** English. */
export const TEXT = {
  appName: 'Skald',
  listeningTitle: 'Listening – Skald',

  start: 'Start dictation',
  stop: 'Stop',
  shortcutHint: 'Space starts and stops',

  signOff: 'Microphone off',
  signOpening: 'Opening the microphone…',
  signOpen: 'Microphone on, not recording',
  signOpenHint:
    'Only the last half second is kept, in memory, so that your first word is not lost.',
  signListening: 'Listening',
  signFinishing: 'Finishing…',

  microphone: 'Microphone',
  defaultMicrophone: 'System default microphone',
  missingMicrophone: (name: string): string => `${name} (not connected)`,
  options: 'Options',
  keepReady: 'Keep the microphone ready while this window is open',
  keepReadyHint:
    'Catches your first word. Nothing is recorded until you start. When this is off, the microphone is on only while you dictate.',
  writing: {
    numbers: 'Write numbers, dates and money in digits',
    punctuation: 'Put in punctuation and capitals',
    commands: 'Carry out spoken commands: “comma”, “new line”, “scratch that”',
  },

  level: 'Loudness',
  levelOff: 'The microphone is off',
  levelQuiet: 'Quiet',
  levelGood: 'Good',
  levelLoud: 'Very loud',
  elapsed: 'Time',

  transcript: 'Transcript',
  copy: 'Copy text',
  copied: 'Copied',
  clear: 'Clear',
  restore: 'Bring back',

  emptyTitle: 'Speak, and your words appear here',
  emptyBody: ['Press ', 'Space', ' to start, and again to stop.'] as const,
  emptyPrivacy: 'What you say stays on this computer.',
  listeningTitleEmpty: 'Listening – say something',
  preparingTitle: 'Getting ready…',
  preparingBody: 'You can start now: what you say is kept and written down in a moment.',

  recoverable: (length: string): string => `A dictation of ${length} was interrupted.`,
  recover: 'Write it down',
  discard: 'Delete it',

  retry: 'Try again',
  recognizerFailed: (message: string, mend: string): string =>
    `${sentence(message)} ${sentence(mend)}`,
  restarting: 'Speech recognition stopped and is starting again. Nothing you said is lost.',
  absent: 'No microphone found. Connect one and it will be used at once.',
  lost: (name: string): string =>
    `“${name}” does not answer any more. Plug it in again, or choose another microphone above.`,
  standIn: (wanted: string, used: string): string =>
    `“${wanted}” is not connected, so “${used}” listens. Plug it in, or choose another microphone above.`,
  captureFailed: (message: string, mend: string): string =>
    `${sentence(message)} ${sentence(mend)}`,
  silent: (name: string): string =>
    `No sound comes from “${name}”. Check that it is not muted, or choose another microphone above.`,
  behind: (seconds: number): string =>
    seconds === 1
      ? 'Catching up: 1 second to go.'
      : `Catching up: ${String(seconds)} seconds to go.`,
  skipped: (seconds: number): string =>
    `This computer could not keep up; ${String(seconds)} s of speech were left out. Close other programs and try again.`,
  unsaved: (reason: string): string =>
    `Your choice holds until you close the app, but it cannot be saved (${reason}). Make room on the disk, then choose again.`,
  unsafe: (reason: string): string =>
    `This dictation cannot be kept safe on the disk (${reason}). Copy your text before you close the app.`,
} as const;

/** Starts with a capital letter and ends with a full stop. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  const started = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?…]$/.test(started) ? started : `${started}.`;
}
