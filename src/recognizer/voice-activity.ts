/**
 * Is somebody speaking? Energy of 20 ms frames against a noise floor that follows the room.
 * It needs no training, costs next to nothing, and steady noise of any loudness is not voice to it.
 * @module
 */

/** Samples in one frame: 20 ms. */
export const VOICE_FRAME_SAMPLES = 320;
/** Seconds in one frame. */
export const VOICE_FRAME_SECONDS = 0.02;
/** dBFS: nobody can be understood below this. */
export const QUIETEST_VOICE = -62;
/** dBFS of digital silence. */
export const SILENT_LEVEL = -120;
/** So long it takes until a floor can be told from a voice; speech may begin with the first sample. */
export const OPENING_SECONDS = 1.2;

/** dB above the floor at which a frame is voice after a silence … */
const ONSET_MARGIN = 8;
/** … and at which it still is, once somebody speaks: word ends fade. */
const HOLD_MARGIN = 5;
/** dBFS: below this the floor is not followed, so that a silence of exact zeros does not make a whisper of dither loud. */
const LOWEST_FLOOR = -70;
/** The floor is the quietest smoothed frame of the last 8 × 0.5 s: longer than any stretch of speech without a gap. */
const FLOOR_SLOTS = 8;
const FRAMES_PER_SLOT = 25;
/** Share of the new frame in the smoothed level that the floor looks at. */
const SMOOTHING = 0.4;
/** Voice begins when this many of the last `ONSET_WINDOW` frames are loud: a click is not voice. */
const ONSET_FRAMES = 3;
const ONSET_WINDOW = 5;
/** One-pole high-pass at about 130 Hz: removes DC offset, hum and rumble, keeps voices. */
const HIGH_PASS = 0.95;
const FULL_SCALE = 32768;

/** What one frame was. */
export interface VoiceFrame {
  /** True while somebody speaks. */
  readonly voiced: boolean;
  /** dBFS after the high-pass; `SILENT_LEVEL` for digital silence. */
  readonly level: number;
}

/** The voice activity of one stream: all its state is in here. */
export class VoiceActivity {
  private lastInput = 0;
  private lastOutput = 0;
  private smoothed: number | undefined;
  private slots: number[] = [];
  private framesInSlot = 0;
  private recentlyLoud: boolean[] = [];
  private speaking = false;

  /** @param frame `VOICE_FRAME_SAMPLES` samples that follow the last frame's. */
  accept(frame: Int16Array): VoiceFrame {
    const level = this.levelOf(frame);
    const above = level - this.follow(level);
    this.recentlyLoud.push(above >= (this.speaking ? HOLD_MARGIN : ONSET_MARGIN));
    if (this.recentlyLoud.length > ONSET_WINDOW) this.recentlyLoud.shift();
    const loud = this.recentlyLoud.filter(Boolean).length;
    this.speaking = this.speaking ? loud > 0 : loud >= ONSET_FRAMES;
    return { voiced: this.speaking && this.recentlyLoud.at(-1) === true, level };
  }

  private levelOf(frame: Int16Array): number {
    let sum = 0;
    for (const sample of frame) {
      this.lastOutput = HIGH_PASS * (this.lastOutput + sample - this.lastInput);
      this.lastInput = sample;
      sum += this.lastOutput * this.lastOutput;
    }
    const power = sum / frame.length / (FULL_SCALE * FULL_SCALE);
    return Math.max(SILENT_LEVEL, 10 * Math.log10(power));
  }

  /** Takes the frame's level into the floor and returns the floor in dBFS. */
  private follow(level: number): number {
    this.smoothed =
      this.smoothed === undefined ? level : this.smoothed + SMOOTHING * (level - this.smoothed);
    const current = this.slots.at(-1);
    if (current === undefined || this.framesInSlot === FRAMES_PER_SLOT) {
      this.slots.push(this.smoothed);
      this.framesInSlot = 0;
      if (this.slots.length > FLOOR_SLOTS) this.slots.shift();
    } else {
      this.slots[this.slots.length - 1] = Math.min(current, this.smoothed);
    }
    this.framesInSlot++;
    return Math.max(LOWEST_FLOOR, Math.min(...this.slots));
  }
}

/**
 * Does anybody speak in a recording? One shorter than `OPENING_SECONDS` may be a single word without any silence
 * around it: there loudness alone decides.
 * @param samples 16 kHz mono.
 */
export function hearsVoice(samples: Int16Array): boolean {
  const voice = new VoiceActivity();
  const short = samples.length * VOICE_FRAME_SECONDS <= OPENING_SECONDS * VOICE_FRAME_SAMPLES;
  for (let start = 0; start < samples.length; start += VOICE_FRAME_SAMPLES) {
    const frame = voice.accept(samples.subarray(start, start + VOICE_FRAME_SAMPLES));
    if (frame.voiced || (short && frame.level >= QUIETEST_VOICE)) return true;
  }
  return false;
}
