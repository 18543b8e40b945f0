/** The keys of KeyPoints: `c` `p` `m` judge the focused point, else the first open one. */
import { tick as updated } from 'svelte';
import type { Tick } from '../api/generated/Tick';

const ticks: Record<string, Tick> = { c: 'covered', p: 'partly', m: 'missed' };

interface Points {
  /** Where the points are. */
  root: HTMLElement;
  /** The first key point without a judgement, or -1. */
  nextOpen: () => number;
  ontick: (index: number, tick: Tick) => void;
}

/** Judges by a key. False when it does not apply. */
export function judgeByKey(key: string, { root, nextOpen, ontick }: Points): boolean {
  const judgement = ticks[key];
  if (!judgement) return false;
  const focused = document.activeElement?.closest<HTMLElement>('[data-point]') ?? null;
  const index = focused ? Number(focused.dataset['point']) : nextOpen();
  if (index < 0) return false;
  ontick(index, judgement);
  void updated().then(() => afterTick(root, index, focused !== null));
  return true;
}

/** From within the points the focus moves on; from elsewhere the points come to the eye. */
function afterTick(root: HTMLElement, index: number, move: boolean): void {
  const point = (at: number) => root.querySelector<HTMLElement>(`[data-point="${at}"]`);
  const next = point(index + 1);
  if (!move) return (next ?? point(index))?.scrollIntoView({ block: 'nearest' });
  const radio = next?.querySelector<HTMLElement>('input:checked') ?? next?.querySelector('input');
  (radio ?? root.querySelector<HTMLElement>('[data-margin]'))?.focus();
}
