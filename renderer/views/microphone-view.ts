/**
 * The choice of the microphone.
 * @module
 */
import { ask } from '../bridge';
import { element, icon, ICONS } from '../element';
import { TEXT } from '../text';
import type { View } from './view';

/** The option that follows the system; no microphone has an empty name. */
const DEFAULT_VALUE = '';

/** A native select, so that keyboard and screen readers work as everywhere. */
export function createMicrophoneView(): View {
  const select = element('select', { 'aria-label': TEXT.microphone, class: 'microphone-select' });
  select.addEventListener('change', () => {
    void ask({
      kind: 'choose-microphone',
      name: select.value === DEFAULT_VALUE ? null : select.value,
    });
  });
  for (const event of ['focus', 'pointerdown'] as const) {
    select.addEventListener(event, () => void ask({ kind: 'refresh-microphones' }));
  }
  let drawn = '';
  return {
    element: element('div', { class: 'microphone' }, icon(ICONS.microphone), select),
    update: ({ microphones, chosenMicrophone }) => {
      const key = JSON.stringify([microphones, chosenMicrophone]);
      if (key === drawn) return;
      drawn = key;
      const missing = chosenMicrophone !== null && !microphones.includes(chosenMicrophone);
      select.replaceChildren(
        element('option', { value: DEFAULT_VALUE }, TEXT.defaultMicrophone),
        ...microphones.map((name) => element('option', { value: name }, name)),
        ...(missing
          ? [
              element(
                'option',
                { value: chosenMicrophone },
                TEXT.missingMicrophone(chosenMicrophone),
              ),
            ]
          : []),
      );
      select.value = chosenMicrophone ?? DEFAULT_VALUE;
    },
  };
}
