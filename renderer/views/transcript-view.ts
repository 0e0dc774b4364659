/**
 * The text: final paragraphs, under them what is being said now, or what to do when there is nothing yet.
 * @module
 */
import type { AppState, Paragraph, PartialText } from '../../src/protocol/ipc';
import { element, setText } from '../element';
import { TEXT } from '../text';
import type { View } from './view';

/** Nearer to the end than this, in CSS pixels, the view follows the text. */
const FOLLOW_WITHIN = 64;

/** A view that also takes text. */
export interface TranscriptView extends View {
  add(paragraph: Paragraph): void;
  replace(paragraphs: readonly Paragraph[]): void;
  setPartial(partial: PartialText | null): void;
}

/** Finals are a polite live region; partial text, which changes many times a second, is not. */
export function createTranscriptView(): TranscriptView {
  const finals = element('div', { role: 'log', 'aria-live': 'polite', class: 'finals' });
  const committed = element('span', { class: 'committed' });
  const tentative = element('span', { class: 'tentative' });
  const partial = element('p', { class: 'partial', 'aria-live': 'off' }, committed, tentative);
  const emptyTitle = element('h1');
  const emptyBody = element('p');
  const empty = element(
    'div',
    { class: 'empty' },
    emptyTitle,
    emptyBody,
    element('p', { class: 'privacy' }, TEXT.emptyPrivacy),
  );
  const view = element(
    'main',
    { class: 'transcript', 'aria-label': TEXT.transcript, tabindex: '0' },
    empty,
    finals,
    partial,
  );
  partial.hidden = true;

  const change = (draw: () => void): void => {
    const follows = view.scrollHeight - view.scrollTop - view.clientHeight < FOLLOW_WITHIN;
    draw();
    empty.hidden = finals.childElementCount > 0 || !partial.hidden;
    if (follows) view.scrollTop = view.scrollHeight;
  };
  const paragraphOf = ({ text }: Paragraph): HTMLElement => element('p', {}, text);
  return {
    element: view,
    add: (paragraph) => {
      change(() => {
        finals.append(paragraphOf(paragraph));
      });
    },
    replace: (paragraphs) => {
      change(() => {
        finals.replaceChildren(...paragraphs.map(paragraphOf));
      });
    },
    setPartial: (text) => {
      change(() => {
        partial.hidden = text === null;
        setText(committed, text?.committed ?? '');
        setText(tentative, text === null ? '' : gapBetween(text) + text.tentative);
      });
    },
    update: (state) => {
      const [title, body] = emptyWords(state);
      setText(emptyTitle, title);
      if (emptyBody.textContent !== body.map(textOf).join('')) emptyBody.replaceChildren(...body);
    },
  };
}

/** Committed and tentative text are joined by one space. */
function gapBetween({ committed, tentative }: PartialText): string {
  return committed === '' || tentative === '' || /\s$/.test(committed) || /^\s/.test(tentative)
    ? ''
    : ' ';
}

function emptyWords({ recognizer, dictation }: AppState): [string, (Node | string)[]] {
  const [before, key, after] = TEXT.emptyBody;
  if (dictation.kind === 'listening') return [TEXT.listeningTitleEmpty, [' ']];
  if (recognizer.kind === 'starting') return [TEXT.preparingTitle, [TEXT.preparingBody]];
  return [TEXT.emptyTitle, [before, element('kbd', {}, key), after]];
}

function textOf(part: Node | string): string {
  return typeof part === 'string' ? part : (part.textContent ?? '');
}
