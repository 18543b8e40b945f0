/**
 * Learning steps as text: "1m 10m" and back to minutes.
 * Only the notation is known here; what a step does is the scheduler's.
 */

const MINUTES = { m: 1, h: 60, d: 1440 } as const;
type Unit = keyof typeof MINUTES;

export type ParsedSteps = { ok: true; minutes: number[] } | { ok: false; problem: string };

/** Reads steps; no text is no steps. A number without a unit is minutes. */
export function parseSteps(text: string): ParsedSteps {
  const minutes: number[] = [];
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const found = /^(\d+(?:\.\d+)?)([mhd]?)$/i.exec(word);
    const value = Number(found?.[1] ?? NaN) * MINUTES[(found?.[2]?.toLowerCase() || 'm') as Unit];
    if (!Number.isFinite(value) || value <= 0) {
      return { ok: false, problem: `“${word}” is no step. Write 10m, 2h or 1d.` };
    }
    minutes.push(value);
  }
  return { ok: true, minutes };
}

/** Writes a step in the largest unit in which it is a whole number. */
function formatStep(minutes: number): string {
  const unit = (['d', 'h'] as const).find((each) => minutes % MINUTES[each] === 0) ?? 'm';
  return `${String(minutes / MINUTES[unit])}${unit}`;
}

export function formatSteps(minutes: number[]): string {
  return minutes.map(formatStep).join(' ');
}
