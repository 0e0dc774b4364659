/**
 * Joins the parts: microphone → dictation → recogniser → transcript → window. It holds the state that the
 * window shows, and answers what the window asks for.
 * @module
 */
import { clipboard } from 'electron';
import { messageOf } from '../src/base/errors';
import type {
  AppEvent,
  AppReply,
  AppRequest,
  AppState,
  CaptureState,
  RecognizerState,
} from '../src/protocol/ipc';
import { Capture } from './capture';
import { Dictation } from './dictation';
import { RecognizerHost } from './recognizer-host';
import { loadSettings, saveSettings, type Settings } from './settings';
import { TranscriptStore } from './transcript-store';

/** Where the app finds and keeps its things, and whom it tells. */
export interface ApplicationPorts {
  readonly recognizerScript: string;
  readonly bundle: string;
  readonly settingsFile: string;
  readonly recordings: string;
  emit(event: AppEvent): void;
}

/** The app behind the window. */
export class Application {
  private settings: Settings;
  private recognizer: RecognizerState = { kind: 'starting' };
  private captureState: CaptureState = { kind: 'closed' };
  private microphones: readonly string[] = [];
  private unsaved: string | null = null;
  private readonly store: TranscriptStore;
  private readonly capture: Capture;
  private readonly dictation: Dictation;
  private readonly host: RecognizerHost;

  constructor(private readonly ports: ApplicationPorts) {
    this.settings = loadSettings(ports.settingsFile);
    this.store = new TranscriptStore((event) => {
      ports.emit(event);
    });
    this.host = new RecognizerHost(ports.recognizerScript, ports.bundle, {
      onState: (state) => {
        this.recognizer = state;
        this.dictation.setRecognizer(state.kind === 'ready');
        this.tell();
      },
      onMessage: (message) => {
        this.dictation.hear(message);
      },
    });
    this.dictation = new Dictation({
      store: this.store,
      folder: ports.recordings,
      writing: () => this.settings.writing,
      send: (command) => {
        this.host.send(command);
      },
      setListening: (listening) => {
        this.capture.setListening(listening);
      },
      onChange: () => {
        this.tell();
      },
    });
    this.capture = new Capture(this.settings, {
      onFrame: (samples) => {
        this.dictation.accept(samples);
      },
      onLevel: (rms, peak) => {
        ports.emit({ kind: 'level', rms, peak });
      },
      onState: (state) => {
        this.captureState = state;
        this.tell();
      },
      onMicrophones: (names) => {
        this.microphones = names;
        this.tell();
      },
    });
  }

  /** Starts the recogniser, and looks for what an earlier run left behind. */
  start(): void {
    this.host.start();
    this.capture.refresh();
    void this.dictation.look();
  }

  /** Whether a person can see the window. */
  setVisible(visible: boolean): void {
    this.capture.setVisible(visible);
  }

  /**
   * Ends everything; a dictation that is going on stays on the disk for the next start.
   * @returns Whether all threads have ended.
   */
  async close(): Promise<boolean> {
    this.host.close();
    const [clean] = await Promise.all([this.capture.shut(), this.dictation.close()]);
    return clean;
  }

  /** Answers one checked request. */
  answer(request: AppRequest): AppReply {
    switch (request.kind) {
      case 'snapshot':
        return {
          kind: 'snapshot',
          snapshot: {
            state: this.state,
            paragraphs: this.store.paragraphs,
            partial: this.store.partial,
          },
        };
      case 'start':
        return reply(this.dictation.start(this.capture.takePreRoll()));
      case 'stop':
        return reply(this.dictation.stop());
      case 'copy':
        // A promise in newer versions of Electron.
        void clipboard.writeText(this.store.text);
        return reply(this.store.text !== '');
      case 'clear':
        this.store.clear();
        break;
      case 'restore':
        this.store.restore();
        break;
      case 'refresh-microphones':
        this.capture.refresh();
        break;
      case 'choose-microphone':
        this.remember({ ...this.settings, microphone: request.name });
        break;
      case 'keep-ready':
        this.remember({ ...this.settings, keepReady: request.on });
        break;
      case 'write': {
        const writing = { ...this.settings.writing, [request.name]: request.on };
        this.remember({ ...this.settings, writing });
        break;
      }
      case 'retry-recognizer':
        this.host.retry();
        break;
      case 'recover':
        void this.dictation.recover();
        break;
      case 'discard-recovery':
        void this.dictation.discard();
        break;
    }
    this.tell();
    return { kind: 'done' };
  }

  private remember(settings: Settings): void {
    this.settings = settings;
    this.capture.apply(settings);
    try {
      saveSettings(this.ports.settingsFile, settings);
      this.unsaved = null;
    } catch (error) {
      // The choice still holds for this run.
      this.unsaved = messageOf(error);
    }
  }

  private get state(): AppState {
    return {
      ...this.dictation.view,
      recognizer: this.recognizer,
      capture: this.captureState,
      microphones: this.microphones,
      chosenMicrophone: this.settings.microphone,
      keepReady: this.settings.keepReady,
      writing: this.settings.writing,
      restorable: this.store.restorable,
      unsaved: this.unsaved,
    };
  }

  private tell(): void {
    this.ports.emit({ kind: 'state', state: this.state });
  }
}

function reply(done: boolean): AppReply {
  return { kind: done ? 'done' : 'refused' };
}
