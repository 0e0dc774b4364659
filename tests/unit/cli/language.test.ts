/**
 * Arguments of `skald language`.
 * @module
 */
import { describe, it } from 'vitest';
import { language } from '../../../src/cli/language';
import { expectRefusal } from './refusal';

describe('skald language', () => {
  it.each([
    [[], 'build, perplexity, read'],
    [['paint'], '"paint"'],
  ])('refuses %j with exit 2', (args, part) => expectRefusal(language, args, part));
});
