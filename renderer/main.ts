/**
 * Builds the window from its views and keeps them up to date.
 * @module
 */
import type { AppEvent, AppState, Paragraph } from '../src/protocol/ipc';
import { element } from './element';
import { setupKeyboard } from './keyboard';
import { createActionsView } from './views/actions-view';
import { createDictationView } from './views/dictation-view';
import { createLevelView } from './views/level-view';
import { createMicrophoneView } from './views/microphone-view';
import { createNoticeView } from './views/notice-view';
import { createOptionsView } from './views/options-view';
import { createRecoveryView } from './views/recovery-view';
import { createSignView } from './views/sign-view';
import { createTranscriptView } from './views/transcript-view';

const sign = createSignView();
const microphone = createMicrophoneView();
const options = createOptionsView();
const recovery = createRecoveryView();
const notice = createNoticeView();
const transcript = createTranscriptView();
const level = createLevelView();
const dictation = createDictationView();
const actions = createActionsView();
const views = [sign, microphone, options, recovery, notice, transcript, level, dictation, actions];

/** Newest paragraph that is drawn; ids only grow. 0 when there is none. */
let newest = 0;
/** Events that arrive before the snapshot; null afterwards. */
let early: AppEvent[] | null = [];

function show(state: AppState): void {
  for (const view of views) view.update(state);
}

function draw(paragraphs: readonly Paragraph[]): void {
  transcript.replace(paragraphs);
  newest = paragraphs[paragraphs.length - 1]?.id ?? 0;
  actions.setEmpty(paragraphs.length === 0);
}

function hear(event: AppEvent): void {
  switch (event.kind) {
    case 'state':
      show(event.state);
      return;
    case 'level':
      level.push(event.rms, event.peak);
      return;
    case 'partial':
      transcript.setPartial(event.partial);
      return;
    case 'paragraph':
      if (event.paragraph.id <= newest) return;
      transcript.add(event.paragraph);
      newest = event.paragraph.id;
      actions.setEmpty(false);
      return;
    case 'transcript':
      draw(event.paragraphs);
      return;
  }
}

async function start(): Promise<void> {
  window.skald.onEvent((event) => {
    if (early === null) hear(event);
    else early.push(event);
  });
  const reply = await window.skald.request({ kind: 'snapshot' });
  if (reply.kind !== 'snapshot') return;
  draw(reply.snapshot.paragraphs);
  transcript.setPartial(reply.snapshot.partial);
  show(reply.snapshot.state);
  for (const event of early ?? []) hear(event);
  early = null;
}

document.body.append(
  element('header', {}, sign.element, microphone.element, options.element),
  recovery.element,
  transcript.element,
  notice.element,
  element(
    'footer',
    {},
    level.element,
    element('div', { class: 'controls' }, dictation.element, actions.element),
  ),
);
setupKeyboard(dictation);
void start();
