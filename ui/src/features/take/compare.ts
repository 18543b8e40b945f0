/** Two takes of a question side by side: what changed from the earlier to the later one. */
import type { MeasureFact } from '$lib/api/generated/MeasureFact';
import type { TakePage } from '$lib/api/generated/TakePage';
import type { Tick } from '$lib/api/generated/Tick';
import { taken } from '$lib/format';

/** A key point that was made better, or less well. */
export interface Changed {
  html: string;
  from: Tick;
  to: Tick;
}

export interface Changes {
  gained: Changed[];
  lost: Changed[];
}

const order: Tick[] = ['missed', 'partly', 'covered'];

/** The points gained and lost; null unless both takes are judged. */
export function changes(one: TakePage, other: TakePage): Changes | null {
  if (!one.assessment || !other.assessment || !other.expected) return null;
  const tickOf = ({ work }: TakePage, text: string) =>
    work.points.find((point) => point.text === text)?.tick;
  const all = other.expected.keyPoints.flatMap(({ text, html }) => {
    const [from, to] = [tickOf(one, text), tickOf(other, text)];
    return from && to ? [{ html, from, to, by: order.indexOf(to) - order.indexOf(from) }] : [];
  });
  const plain = ({ html, from, to }: Changed) => ({ html, from, to });
  return {
    gained: all.filter(({ by }) => by > 0).map(plain),
    lost: all.filter(({ by }) => by < 0).map(plain),
  };
}

/** Said of every take, measured or not, in a row of its own. */
const LENGTH = 'Length';

/** A measure as each of the two takes has it; null where one does not. */
export interface MeasureRow {
  name: string;
  values: [string | null, string | null];
  difference: string | null;
}

export function measureRows(one: TakePage, other: TakePage): MeasureRow[] {
  const [first, second] = [one.measures?.facts ?? [], other.measures?.facts ?? []];
  const names = [...new Set([...second, ...first].map(({ name }) => name))];
  const valueIn = (facts: MeasureFact[], name: string) =>
    facts.find((fact) => fact.name === name)?.value ?? null;
  return names
    .filter((name) => name !== LENGTH)
    .map((name) => {
      const values: [string | null, string | null] = [valueIn(first, name), valueIn(second, name)];
      return { name, values, difference: differenceOf(...values) };
    });
}

const FIGURE = /[-−]?\d+(?:\.\d+)?/g;

/** The difference of two values that say one figure in the same words: "+0.2". */
export function differenceOf(one: string | null, other: string | null): string | null {
  const figures = [one, other].map((value) => value?.match(FIGURE) ?? []);
  const words = [one, other].map((value) => value?.replace(FIGURE, ''));
  const [first, second] = figures;
  if (first?.length !== 1 || second?.length !== 1 || words[0] !== words[1]) return null;
  const [from = '', to = ''] = [first[0], second[0]];
  const decimals = Math.max(...[from, to].map((figure) => figure.split('.')[1]?.length ?? 0));
  const value = (figure: string) => Number(figure.replace('−', '-'));
  return signed(value(to) - value(from), (by) => by.toFixed(decimals));
}

/** The difference of two times: "−39 s". */
export function timeDifference(one: number | null, other: number | null): string | null {
  if (one === null || other === null) return null;
  return signed(Math.round((other - one) / 1000), (by) => taken(by * 1000));
}

function signed(by: number, say: (size: number) => string): string {
  const size = say(Math.abs(by));
  if (Number.parseFloat(size) === 0) return 'the same';
  return `${by < 0 ? '−' : '+'}${size}`;
}
