/**
 * The recogniser as a process of its own: a crash in native code ends this, never the app. It talks to the
 * main process over one MessagePort, and to nobody else.
 * @module
 */
import { messageOf, UserError } from '../src/base/errors';
import { loadBundle } from '../src/bundle/load-bundle';
import { fieldOf, isRecord } from '../src/protocol/record';
import { isRecognizerCommand, type RecognizerMessage } from '../src/protocol/recognizer-messages';
import type { TranscriptEvent } from '../src/protocol/transcript';
import { AS_SAID } from '../src/protocol/writing';
import { createRecognizer, type Recognizer } from '../src/recognizer/recognizer';
import type { RecognizerStream } from '../src/recognizer/stream';
import { warmUp } from './warm-up';

process.parentPort.once('message', ({ data, ports }: Electron.MessageEvent) => {
  const bundle = isRecord(data) ? fieldOf(data, 'bundle') : undefined;
  const port = ports[0];
  if (typeof bundle !== 'string' || port === undefined) process.exit(1);
  void serve(bundle, port);
});

async function serve(bundle: string, port: Electron.MessagePortMain): Promise<void> {
  const say = (message: RecognizerMessage): void => {
    port.postMessage(message);
  };
  let recognizer: Recognizer;
  try {
    recognizer = await createRecognizer(await loadBundle(bundle));
    warmUp(recognizer);
  } catch (error) {
    say(failureOf(error));
    return;
  }
  let stream: RecognizerStream | null = null;
  let text = recognizer.openText(AS_SAID);
  const tell = (event: TranscriptEvent): void => {
    say({ kind: 'event', event: text.event(event) });
  };
  let heard = 0;
  port.on('message', ({ data }: Electron.MessageEvent) => {
    if (!isRecognizerCommand(data)) return;
    switch (data.kind) {
      case 'begin':
        stream = recognizer.openStream();
        text = recognizer.openText(data.writing);
        heard = 0;
        return;
      case 'audio':
        if (stream === null) return;
        for (const event of stream.accept(data.samples)) tell(event);
        heard += data.samples.length;
        say({ kind: 'heard', samples: heard });
        return;
      case 'finish':
        for (const event of stream?.finish() ?? []) tell(event);
        stream = null;
        say({ kind: 'finished' });
        return;
    }
  });
  port.start();
  say({ kind: 'ready' });
}

function failureOf(error: unknown): RecognizerMessage {
  return error instanceof UserError
    ? { kind: 'failed', message: error.message, mend: error.mend }
    : { kind: 'failed', message: messageOf(error), mend: 'install the app again' };
}
