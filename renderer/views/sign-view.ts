/**
 * The sign that shows whenever the microphone is open, and whether it is being recorded.
 * @module
 */
import type { AppState } from '../../src/protocol/ipc';
import { element, setText } from '../element';
import { TEXT } from '../text';
import type { View } from './view';

type Sign = 'off' | 'opening' | 'open' | 'listening' | 'finishing';

const WORDS: Readonly<Record<Sign, string>> = {
  off: TEXT.signOff,
  opening: TEXT.signOpening,
  open: TEXT.signOpen,
  listening: TEXT.signListening,
  finishing: TEXT.signFinishing,
};

/** A dot and a few words. */
export function createSignView(): View {
  const words = element('span');
  const sign = element(
    'p',
    { class: 'sign', role: 'status' },
    element('span', { class: 'sign-dot', 'aria-hidden': 'true' }),
    words,
  );
  return {
    element: sign,
    update: (state) => {
      const kind = signOf(state);
      sign.dataset['sign'] = kind;
      sign.title = kind === 'open' ? TEXT.signOpenHint : '';
      setText(words, WORDS[kind]);
    },
  };
}

function signOf({ capture, dictation }: AppState): Sign {
  if (capture.kind === 'open' && dictation.kind === 'listening') return 'listening';
  if (dictation.kind === 'finishing') return 'finishing';
  if (capture.kind === 'open') return 'open';
  return capture.kind === 'opening' ? 'opening' : 'off';
}
