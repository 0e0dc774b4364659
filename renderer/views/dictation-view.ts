/**
 * The one button that matters, and the time since it was pressed.
 * @module
 */
import type { DictationState } from '../../src/protocol/ipc';
import { ask } from '../bridge';
import { element, icon, ICONS, setText } from '../element';
import { formatElapsed } from '../elapsed';
import { TEXT } from '../text';
import type { View } from './view';

/** Twice a second is enough for a clock of whole seconds not to stumble. */
const CLOCK_MS = 200;

/** A view whose button can also be pressed from the keyboard. */
export interface DictationView extends View {
  toggle(): void;
  stop(): void;
}

/** Start and stop. */
export function createDictationView(): DictationView {
  const label = element('span');
  const start = icon(ICONS.microphone);
  const stop = icon(ICONS.stop);
  const button = element(
    'button',
    {
      type: 'button',
      class: 'record',
      'aria-keyshortcuts': 'Space Control+Enter',
      autofocus: true,
    },
    start,
    stop,
    label,
  );
  const clock = element('time', { class: 'clock', role: 'timer', 'aria-label': TEXT.elapsed });
  const hint = element('p', { class: 'hint' }, TEXT.shortcutHint);
  let state: DictationState = { kind: 'idle' };

  const tick = (): void => {
    if (state.kind !== 'listening') return;
    setText(clock, formatElapsed((Date.now() - state.since) / 1000));
  };
  setInterval(tick, CLOCK_MS);
  const view: DictationView = {
    element: element('div', { class: 'dictation' }, button, clock, hint),
    toggle: () => void ask({ kind: state.kind === 'listening' ? 'stop' : 'start' }),
    stop: () => {
      if (state.kind === 'listening') void ask({ kind: 'stop' });
    },
    update: ({ dictation }) => {
      state = dictation;
      const listening = dictation.kind === 'listening';
      button.dataset['listening'] = String(listening);
      setText(label, listening ? TEXT.stop : TEXT.start);
      start.toggleAttribute('hidden', listening);
      stop.toggleAttribute('hidden', !listening);
      clock.hidden = dictation.kind === 'idle';
      hint.hidden = !clock.hidden;
      document.title = listening ? TEXT.listeningTitle : TEXT.appName;
      tick();
    },
  };
  button.addEventListener('click', () => {
    view.toggle();
  });
  return view;
}
