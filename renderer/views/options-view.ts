/**
 * The few things that can be set, behind one button.
 * @module
 */
import { WRITING_SWITCHES } from '../../src/protocol/writing';
import { ask } from '../bridge';
import { element, icon, ICONS } from '../element';
import { TEXT } from '../text';
import type { View } from './view';

/** A disclosure that closes on Escape and on a click elsewhere. */
export function createOptionsView(): View {
  const checkbox = element('input', { type: 'checkbox', 'aria-describedby': 'keep-ready-hint' });
  checkbox.addEventListener('change', () => {
    void ask({ kind: 'keep-ready', on: checkbox.checked });
  });
  const switches = WRITING_SWITCHES.map((name) => {
    const box = element('input', { type: 'checkbox' });
    box.addEventListener('change', () => {
      void ask({ kind: 'write', name, on: box.checked });
    });
    return { name, box };
  });
  const summary = element(
    'summary',
    { class: 'quiet-button', 'aria-label': TEXT.options, title: TEXT.options },
    icon(ICONS.options),
  );
  const details = element(
    'details',
    { class: 'options' },
    summary,
    element(
      'div',
      { class: 'options-panel' },
      element('label', {}, checkbox, element('span', {}, TEXT.keepReady)),
      element('p', { id: 'keep-ready-hint' }, TEXT.keepReadyHint),
      ...switches.map(({ name, box }) =>
        element('label', {}, box, element('span', {}, TEXT.writing[name])),
      ),
    ),
  );
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  document.addEventListener('pointerdown', (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  });
  return {
    element: details,
    update: ({ keepReady, writing }) => {
      checkbox.checked = keepReady;
      for (const { name, box } of switches) box.checked = writing[name];
    },
  };
}
