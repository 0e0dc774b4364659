/**
 * `skald listen`: live text from the microphone until Ctrl+C.
 * @module
 */
import { openMicrophone, type MicrophoneStatus } from '../audio/microphone';
import { BugError, UserError, messageOf } from '../base/errors';
import type { TranscriptEvent } from '../protocol/transcript';
import type { RecognizerStream } from '../recognizer/stream';
import { noMore, parseCommand, type Command } from './command';
import { openRecognizer } from './open-recognizer';
import type { Terminal } from './terminal';
import { WRITING_HELP, WRITING_OPTIONS, writingOf } from './writing-options';

/** The command. */
export const listen: Command = {
  help: `
Usage: skald listen [options]

Writes what is said into the microphone, a line an utterance. Ctrl+C ends it with what was said last.

  --device NAME      a microphone of \`skald devices\`, or a part of its name
  --json             every event as a line: {kind: partial, utterance, committed, tentative}
                     or {kind: final, utterance, result: {start, end, text, words}}, with scratches: N in
                     result where N utterances before are taken back
  --model DIR        another model than the bundled one
${WRITING_HELP}
`,
  async run(args, terminal) {
    const { values, positionals } = parseCommand('listen', args, {
      device: { type: 'string' },
      json: { type: 'boolean' },
      model: { type: 'string' },
      ...WRITING_OPTIONS,
    });
    noMore('listen', positionals);
    const writing = writingOf('listen', values);
    const recognizer = await openRecognizer(terminal, values.model);
    const say = values.json === true ? sayAsJson : sayAsText;
    try {
      const text = recognizer.openText(writing);
      await hear(terminal, recognizer.openStream(), values.device, (event) => {
        say(terminal, text.event(event));
      });
    } finally {
      recognizer.close();
    }
    return 0;
  },
};

/** Feeds the stream until Ctrl+C or until the microphone fails; what was said is finished in both cases. */
async function hear(
  terminal: Terminal,
  stream: RecognizerStream,
  device: string | undefined,
  onEvent: (event: TranscriptEvent) => void,
): Promise<void> {
  const interrupted = terminal.interruption();
  let session: ReturnType<typeof openMicrophone> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      interrupted.addEventListener('abort', () => {
        resolve();
      });
      session = openMicrophone({
        ...(device === undefined ? {} : { device }),
        onFrame(samples) {
          try {
            stream.accept(samples).forEach(onEvent);
          } catch (error) {
            reject(error instanceof Error ? error : new BugError(messageOf(error)));
          }
        },
        onStatus(status) {
          const failure = tell(terminal, status);
          if (failure !== undefined) reject(failure);
        },
      });
    });
  } finally {
    await session?.close();
    stream.finish().forEach(onEvent);
  }
}

/** Notes what the user should know of the microphone; returns what ends the listening. */
function tell(terminal: Terminal, status: MicrophoneStatus): UserError | undefined {
  switch (status.kind) {
    case 'open':
      terminal.note(`listening to ${status.device}; Ctrl+C ends it`);
      return undefined;
    case 'silent':
      terminal.note('skald: the microphone gives only silence: is it muted?');
      return undefined;
    case 'sound':
      return undefined;
    case 'lost':
      terminal.note(`skald: ${status.device} is gone: plug it in again, or end with Ctrl+C`);
      return undefined;
    case 'failed':
      return new UserError(status.message, status.mend);
  }
}

function sayAsJson(terminal: Terminal, event: TranscriptEvent): void {
  terminal.write(`${JSON.stringify(event)}\n`);
}

function sayAsText(terminal: Terminal, event: TranscriptEvent): void {
  switch (event.kind) {
    case 'partial':
      terminal.unfinished(`${event.committed} ${event.tentative}`.trim());
      break;
    case 'final':
      // What stands on a terminal cannot be taken back; the reader is told.
      if (event.result.scratches !== undefined) terminal.note('(taken back)');
      if (event.result.text !== '') terminal.write(`${event.result.text}\n`);
      else terminal.unfinished('');
      break;
  }
}
