/**
 * What can be done with the text: copy it, clear it, bring it back.
 * @module
 */
import { ask } from '../bridge';
import { element, icon, ICONS, setText } from '../element';
import { TEXT } from '../text';
import type { View } from './view';

/** How long the button says that the text was copied. */
const COPIED_MS = 1_600;

/** A view that has to know whether there is text. */
export interface ActionsView extends View {
  setEmpty(empty: boolean): void;
}

/** Buttons that are off when they would do nothing. */
export function createActionsView(): ActionsView {
  const copyWords = element('span', { 'aria-live': 'polite' }, TEXT.copy);
  const copy = actionButton(ICONS.copy, copyWords);
  const clear = actionButton(ICONS.clear, element('span', {}, TEXT.clear));
  const restore = actionButton(ICONS.restore, element('span', {}, TEXT.restore));
  let timer = 0;
  copy.addEventListener('click', () => {
    void ask({ kind: 'copy' }).then((done) => {
      if (!done) return;
      setText(copyWords, TEXT.copied);
      clearTimeout(timer);
      timer = setTimeout(() => {
        setText(copyWords, TEXT.copy);
      }, COPIED_MS);
    });
  });
  clear.addEventListener('click', () => void ask({ kind: 'clear' }));
  restore.addEventListener('click', () => void ask({ kind: 'restore' }));
  return {
    element: element('div', { class: 'actions' }, copy, clear, restore),
    update: ({ restorable }) => {
      restore.hidden = !restorable;
    },
    setEmpty: (empty) => {
      copy.disabled = empty;
      clear.disabled = empty;
    },
  };
}

function actionButton(path: string, words: HTMLElement): HTMLButtonElement {
  return element('button', { type: 'button', class: 'quiet-button' }, icon(path), words);
}
