import { describe, expect, it } from 'vitest';
import { formatSteps, parseSteps } from './steps';

describe('parseSteps', () => {
  it.each([
    ['1m 10m', [1, 10]],
    ['  1m   10m ', [1, 10]],
    ['1m, 10m', [1, 10]],
    ['10', [10]],
    ['1H 2d', [60, 2880]],
    ['0.5m 1.5h', [0.5, 90]],
    ['', []],
    ['   ', []],
  ])('reads %j', (text, minutes) => {
    expect(parseSteps(text)).toEqual({ ok: true, minutes });
  });

  it.each(['soon', '10x', '0m', '-1m', '1m10m', 'm', '1e3m'])('refuses %j and says why', (text) => {
    expect(parseSteps(`1m ${text}`)).toEqual({
      ok: false,
      problem: `“${text}” is no step. Write 10m, 2h or 1d.`,
    });
  });
});

describe('formatSteps', () => {
  it.each([
    [[1, 10], '1m 10m'],
    [[60, 90], '1h 90m'],
    [[1440, 2880], '1d 2d'],
    [[0.5], '0.5m'],
    [[], ''],
  ])('writes %j as %j', (minutes, text) => {
    expect(formatSteps(minutes)).toBe(text);
    expect(parseSteps(text)).toEqual({ ok: true, minutes });
  });
});
