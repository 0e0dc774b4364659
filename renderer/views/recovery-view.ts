/**
 * Offers to write down a dictation that an earlier run of the app could not finish.
 * @module
 */
import { ask } from '../bridge';
import { element, setText } from '../element';
import { formatElapsed } from '../elapsed';
import { TEXT } from '../text';
import type { View } from './view';

/** Hidden when there is nothing to recover. */
export function createRecoveryView(): View {
  const words = element('p', { role: 'status' });
  const recover = element('button', { type: 'button', class: 'text-button' }, TEXT.recover);
  const discard = element('button', { type: 'button', class: 'text-button' }, TEXT.discard);
  recover.addEventListener('click', () => void ask({ kind: 'recover' }));
  discard.addEventListener('click', () => void ask({ kind: 'discard-recovery' }));
  const banner = element('div', { class: 'notice', 'data-tone': 'hint' }, words, recover, discard);
  return {
    element: banner,
    update: ({ recoverable }) => {
      banner.hidden = recoverable === null;
      setText(words, recoverable === null ? '' : TEXT.recoverable(formatElapsed(recoverable)));
    },
  };
}
