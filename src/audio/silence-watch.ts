/**
 * Notices a microphone that is open but hears nothing: muted, unplugged from its socket, or forbidden by the system.
 * @module
 */
import { levelOf } from './level';
import { SAMPLE_RATE } from './sampling';

/** Below this no open microphone stays for long: a quiet room through a good one is at about −65 dBFS. */
const SILENT_BELOW_DBFS = -70;
/** So long a pause between two sounds does not happen by chance. */
const SILENT_AFTER_SECONDS = 3;

/** Tells when silence has lasted too long to be a pause, and when sound comes back. */
export class SilenceWatch {
  private quietSamples = 0;
  private silent = false;

  /** Takes the next samples; returns the news, if there is any. */
  accept(samples: Int16Array): 'silent' | 'sound' | undefined {
    if (levelOf(samples).rms >= SILENT_BELOW_DBFS) {
      this.quietSamples = 0;
      if (!this.silent) return undefined;
      this.silent = false;
      return 'sound';
    }
    this.quietSamples += samples.length;
    if (this.silent || this.quietSamples < SILENT_AFTER_SECONDS * SAMPLE_RATE) return undefined;
    this.silent = true;
    return 'silent';
  }

  /** Forgets what was heard, as for another microphone. */
  reset(): void {
    this.quietSamples = 0;
    this.silent = false;
  }
}
