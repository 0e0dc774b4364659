/**
 * When an utterance ends: rules as data, in the manner of Kaldi and sherpa. Two witnesses are heard, the
 * voice activity (energy) and the acoustic network (blanks); a pause counts when both agree.
 * @module
 */

/** What the witnesses say now. All times are seconds. */
export interface UtteranceState {
  /** Has the first pass seen any unit but the blank? */
  readonly hasText: boolean;
  /** Since the last voiced frame. */
  readonly voiceSilence: number;
  /** Since the end of the last step whose best unit was not the blank. */
  readonly blankSilence: number;
  /** Since the utterance began. */
  readonly length: number;
}

/**
 * What to do when a rule fires. `finish`: the second pass decides. `discard`: there was nothing.
 * `cut`: finish at the quietest recent point, the rest begins the next utterance.
 */
export type EndpointAction = 'finish' | 'discard' | 'cut';

/** Fires when every one of its least values is reached. */
export interface EndpointRule {
  readonly name: string;
  readonly action: EndpointAction;
  /** Fires only with (true) or without (false) text; absent: either. */
  readonly hasText?: boolean;
  readonly voiceSilence?: number;
  readonly blankSilence?: number;
  readonly length?: number;
}

/** Longest utterance in seconds: what the network was trained on, and what a person waits for. */
export const LONGEST_UTTERANCE = 20;

/** The rules in the order in which they are asked; the first that fires wins. */
export const ENDPOINT_RULES: readonly EndpointRule[] = [
  { name: 'pause', action: 'finish', voiceSilence: 0.6, blankSilence: 0.6 },
  // The network babbles into a silence: the energy alone is believed, but later.
  { name: 'long silence', action: 'finish', voiceSilence: 2 },
  // A noise that the energy takes for voice: the network alone is believed, but later.
  { name: 'long blank', action: 'finish', hasText: true, blankSilence: 2 },
  { name: 'nothing said', action: 'discard', hasText: false, blankSilence: 5 },
  { name: 'too long', action: 'cut', length: LONGEST_UTTERANCE },
];

/** The first of `rules` that fires, if one does. */
export function endpointOf(
  state: UtteranceState,
  rules: readonly EndpointRule[] = ENDPOINT_RULES,
): EndpointRule | undefined {
  return rules.find(
    (rule) =>
      (rule.hasText === undefined || rule.hasText === state.hasText) &&
      state.voiceSilence >= (rule.voiceSilence ?? 0) &&
      state.blankSilence >= (rule.blankSilence ?? 0) &&
      state.length >= (rule.length ?? 0),
  );
}

/** Half of the window over which a quiet point is looked for, in frames. */
const QUIET_REACH = 2;

/**
 * The frame around which it is quietest (mean level over five frames), among the frames from `from` on;
 * of equals the last.
 * @param levels dBFS a frame.
 * @throws RangeError if no frame is at or after `from`.
 */
export function quietestFrame(levels: readonly number[], from: number): number {
  let best = -1;
  let bestLevel = Infinity;
  for (let i = Math.max(0, from); i < levels.length; i++) {
    const around = levels.slice(Math.max(0, i - QUIET_REACH), i + QUIET_REACH + 1);
    const level = around.reduce((sum, l) => sum + l, 0) / around.length;
    if (level <= bestLevel) {
      best = i;
      bestLevel = level;
    }
  }
  if (best < 0) {
    throw new RangeError(
      `Cannot find a quiet frame from ${from} on as there must be one: current count is ${levels.length}`,
    );
  }
  return best;
}
