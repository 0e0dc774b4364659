/**
 * One line about what is wrong and what to do.
 * @module
 */
import { ask } from '../bridge';
import { element, setText } from '../element';
import { problemOf } from '../problem';
import { TEXT } from '../text';
import type { View } from './view';

/** Hidden when all is well. */
export function createNoticeView(): View {
  const words = element('p', { role: 'alert' });
  const retry = element('button', { type: 'button', class: 'text-button' }, TEXT.retry);
  retry.addEventListener('click', () => void ask({ kind: 'retry-recognizer' }));
  const notice = element('div', { class: 'notice' }, words, retry);
  return {
    element: notice,
    update: (state) => {
      const problem = problemOf(state);
      notice.hidden = problem === null;
      notice.dataset['tone'] = problem?.tone ?? '';
      retry.hidden = problem?.retry !== true;
      setText(words, problem?.text ?? '');
    },
  };
}
