import { describe, expect, it } from 'vitest';
import { filtersOf, quoted, withField, withState } from './query';

describe('filters read from a query', () => {
  const none = { deck: null, tag: null, level: null, kind: null, states: [] };

  it.each([
    ['', none],
    ['gil "free threaded"', none],
    ['deck:python-runtime gil', { ...none, deck: 'python-runtime' }],
    ['DECK:x', { ...none, deck: 'x' }],
    ['tag:"two words" gil', { ...none, tag: 'two words' }],
    ['tag:"left open', { ...none, tag: 'left open' }],
    ['level:HARD kind:choice', { ...none, level: 'hard', kind: 'choice' }],
    ['is:marked is:due is:due', { ...none, states: ['due', 'marked'] }],
    ['-deck:x -is:due', none],
    ['deck: is:soon', none],
    ['"deck:x"', none],
    ['C++ __init__ 10:30', none],
  ])('%s', (query, expected) => {
    expect(filtersOf(query)).toEqual(expected);
  });
});

describe('filters written into a query', () => {
  it.each([
    ['', 'deck', 'python', 'deck:python'],
    ['gil', 'deck', 'python', 'gil deck:python'],
    ['deck:a gil', 'deck', 'b', 'deck:b gil'],
    ['deck:a gil deck:c', 'deck', 'b', 'deck:b gil'],
    ['deck:a gil', 'deck', null, 'gil'],
    ['deck:"a b" "a phrase"', 'deck', null, '"a phrase"'],
    ['-deck:a gil', 'deck', 'b', '-deck:a gil deck:b'],
    ['gil', 'tag', 'two words', 'gil tag:"two words"'],
    ['gil', 'level', null, 'gil'],
  ] as const)('%s, %s %s', (query, field, value, expected) => {
    expect(withField(query, field, value)).toBe(expected);
  });

  it('switches a state on once and off wherever it stands', () => {
    expect(withState('gil', 'due', true)).toBe('gil is:due');
    expect(withState('is:DUE gil', 'due', true)).toBe('gil is:due');
    expect(withState('is:due gil is:due is:new', 'due', false)).toBe('gil is:new');
    expect(withState('-is:due', 'due', false)).toBe('-is:due');
  });

  it('reads back what it wrote', () => {
    let query = '"a phrase" C++';
    query = withField(query, 'deck', 'python');
    query = withField(query, 'tag', 'two words');
    query = withField(query, 'level', 'hard');
    query = withState(query, 'leech', true);
    expect(query).toBe('"a phrase" C++ deck:python tag:"two words" level:hard is:leech');
    expect(filtersOf(query)).toEqual({
      deck: 'python',
      tag: 'two words',
      level: 'hard',
      kind: null,
      states: ['leech'],
    });
  });
});

it('quotes a value only where it needs it', () => {
  expect(quoted('plain')).toBe('plain');
  expect(quoted('two words')).toBe('"two words"');
  expect(quoted('')).toBe('""');
  expect(quoted('6" disk')).toBe('"6 disk"');
});
