/**
 * British words and their American pairs, and words that must stay.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { americanSpelling } from '../../../src/text/spelling-pairs';

describe('americanSpelling', () => {
  it.each(
    (
      'colour:color favourite:favorite neighbourhood:neighborhood honourable:honorable dishonour:dishonor ' +
      'realise:realize organisation:organization recognised:recognized analyse:analyze centre:center ' +
      'theatres:theaters kilometres:kilometers centred:centered travelled:traveled jeweller:jeweler ' +
      'marvellous:marvelous fulfil:fulfill enrolment:enrollment skilful:skillful catalogue:catalog ' +
      'defence:defense offences:offenses encyclopaedia:encyclopedia anaesthetic:anesthetic ' +
      'manoeuvre:maneuver manoeuvres:maneuvers judgement:judgment mould:mold smouldering:smoldering ' +
      'towards:toward grey:gray plough:plow licence:license practised:practiced'
    )
      .split(' ')
      .map((pair) => pair.split(':') as [string, string]),
  )('makes %s %s', (british, american) => {
    expect(americanSpelling(british)).toBe(american);
    expect(americanSpelling(american)).toBe(american);
  });

  it.each(
    (
      'our hour four your pour tour flour contour devour raise praise promise exercise surprise wise otherwise ' +
      'advise rise acre massacre ogre genre filled called excelled controlled propelled dialog hence fence ' +
      'silence experience would could should bouldering raised paradise tower metric'
    ).split(' '),
  )('leaves %s', (word) => {
    expect(americanSpelling(word)).toBe(word);
  });
});
