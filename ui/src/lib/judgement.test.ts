import { describe, expect, it } from 'vitest';
import { Judgement } from './judgement.svelte';

const point = (text: string) => ({ text, html: `<b>${text}</b>` });
const on = {
  keyPoints: [point('one'), point('two')],
  commonMistakes: [point('slip'), point('blunder')],
  redFlags: [point('lie')],
};

describe('a judgement', () => {
  it('begins without any tick', () => {
    const judgement = new Judgement(on);
    expect(judgement.complete).toBe(false);
    expect(judgement.nextOpen()).toBe(0);
    expect(judgement.judging()).toEqual({ points: [], mistakes: [], redFlags: [] });
  });

  it('is complete when every key point has its tick', () => {
    const judgement = new Judgement(on);
    judgement.tick(1, 'partly');
    expect([judgement.complete, judgement.nextOpen()]).toEqual([false, 0]);
    judgement.tick(0, 'missed');
    expect([judgement.complete, judgement.nextOpen()]).toEqual([true, -1]);
  });

  it('ignores points that are not there', () => {
    const judgement = new Judgement(on);
    judgement.tick(-1, 'covered');
    judgement.tick(2, 'covered');
    expect(judgement.ticks).toEqual([null, null]);
  });

  it('keeps what was said by the points’ own texts', () => {
    const judgement = new Judgement(on);
    judgement.tick(0, 'covered');
    judgement.mistakes[1] = true;
    judgement.redFlags[0] = true;
    const judging = judgement.judging();
    expect(judging).toEqual({
      points: [{ text: 'one', tick: 'covered' }],
      mistakes: ['blunder'],
      redFlags: ['lie'],
    });
    expect(new Judgement(on, judging).judging()).toEqual(judging);
  });
});
