/**
 * Tests of which page may talk to the main process. What a page may not do is tried in tests/electron.
 * @module
 */
import { expect, it } from 'vitest';
import { isAppPage } from '../../../electron/security';

it.each([
  'skald://app/index.html.evil',
  'skald://app.evil/index.html',
  'skald://app/style.css',
  'skald://app/index.html?x=1',
  'https://app/index.html',
  'file:///index.html',
  'about:blank',
  '',
])('isAppPage refuses %s', (url) => {
  expect(isAppPage(url)).toBe(false);
});

it('isAppPage takes the one page', () => {
  expect(isAppPage('skald://app/index.html')).toBe(true);
});
