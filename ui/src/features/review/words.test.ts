import { describe, expect, it } from 'vitest';
import { card, newStatus } from '$lib/api/fake/html';
import { instruction, kindWords, summaryWords, waitingWords } from './words';

const summary = {
  answered: 21,
  byRating: [2, 3, 14, 2] as [number, number, number, number],
  takenMs: 18 * 60_000,
  firstSeen: 0,
  again: [],
  dueTomorrow: 0,
  heldBack: 0,
};

describe('the words of the review', () => {
  it('say what was done', () => {
    expect(summaryWords(summary)).toBe('You gave 21 answers in 18 minutes.');
    expect(summaryWords({ ...summary, answered: 1, takenMs: 9000 })).toBe(
      'You gave 1 answer in less than a minute.',
    );
    expect(summaryWords({ ...summary, answered: 0 })).toBe('There is nothing to review here now.');
  });

  it('count down in minutes, not seconds', () => {
    expect(waitingWords(240_000, 0)).toBe('The next learning card comes back in 4 minutes.');
    expect(waitingWords(240_000, 125_000)).toBe('The next learning card comes back in 2 minutes.');
    expect(waitingWords(240_000, 239_000)).toBe(
      'The next learning card comes back within a minute.',
    );
  });

  it('name the kind of a question and its level', () => {
    const one = card({ id: 'a/b', questionHtml: 'Why?', kind: 'code', level: 'hard' });
    expect(kindWords(one)).toBe('Coding exercise, hard');
    expect(kindWords({ ...one, level: null })).toBe('Coding exercise');
    expect(kindWords({ ...one, parent: { id: 'a/c', questionHtml: 'What?' } })).toBe(
      'Follow-up, hard',
    );
  });

  it('tell how to answer before looking', () => {
    const one = card({ id: 'a/b', questionHtml: 'Why?', status: newStatus() });
    expect(instruction(one)).toBe(
      'Answer aloud as you would to a person, in about 2 minutes. Then look.',
    );
    expect(instruction({ ...one, kind: 'choice', severalRight: true })).toContain('More than one');
  });
});
