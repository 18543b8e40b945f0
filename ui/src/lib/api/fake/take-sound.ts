/** What the fake's takes sound like: bursts of a tone where somebody would speak, silence between. */
import type { MeasuresView } from '../generated/MeasuresView';
import type { PauseView } from '../generated/PauseView';

/** The silences of a take, by its length: some of them long. */
export function pausesOf(durationMs: number): PauseView[] {
  const every = Math.max(20_000, durationMs / 24);
  const lengths = [3100, 1300, 5400, 800, 2600];
  const pauses: PauseView[] = [];
  for (let from = 15_000, n = 0; from + 8000 < durationMs; from += every, n += 1) {
    pauses.push({ fromMs: from, toMs: from + (lengths[n % lengths.length] ?? 0) });
  }
  return pauses;
}

/** How loud a moment is, 0 to 1. */
function loudness(ms: number, durationMs: number, pauses: PauseView[]): number {
  const silent =
    ms < FIRST_WORD_MS ||
    ms > durationMs - 2500 ||
    pauses.some(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
  if (silent) return 0;
  const phrase = 0.55 + 0.4 * Math.sin(ms / 2300) * Math.sin(ms / 870 + 1);
  return phrase * Math.abs(Math.sin(ms / 95 + Math.sin(ms / 410)));
}

const FIRST_WORD_MS = 2100;

export function waveOf(durationMs: number, columns = 1200): number[] {
  const pauses = pausesOf(durationMs);
  const step = durationMs / columns;
  return Array.from({ length: columns }, (_, column) => {
    const moments = [0.1, 0.3, 0.5, 0.7, 0.9].map((part) => (column + part) * step);
    const loud = Math.max(...moments.map((ms) => loudness(ms, durationMs, pauses)));
    return Math.round(2 + 200 * loud);
  });
}

/** The same as a WAV of 8 bit. */
export function wavOf(durationMs: number): ArrayBuffer {
  const rate = durationMs > 600_000 ? 4000 : 8000;
  const samples = Math.round((durationMs * rate) / 1000);
  const bytes = new ArrayBuffer(44 + samples);
  const view = new DataView(bytes);
  const text = (at: number, words: string) =>
    [...words].forEach((sign, index) => view.setUint8(at + index, sign.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + samples, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  text(36, 'data');
  view.setUint32(40, samples, true);
  const pauses = pausesOf(durationMs);
  const step = rate / 100; // the loudness changes a hundred times a second
  for (let at = 0, loud = 0; at < samples; at += 1) {
    if (at % step === 0) loud = loudness((at * 1000) / rate, durationMs, pauses);
    const tone = Math.sin((2 * Math.PI * 220 * at) / rate);
    view.setUint8(44 + at, Math.round(128 + 90 * loud * tone));
  }
  return bytes;
}

export function measuresOf(durationMs: number): MeasuresView {
  const pauses = pausesOf(durationMs);
  const long = pauses.filter(({ fromMs, toMs }) => toMs - fromMs >= 2000);
  return {
    firstWordMs: FIRST_WORD_MS,
    lastWordMs: durationMs - 2500,
    pauses,
    facts: [
      {
        name: 'First word',
        value: 'after 2.1 s',
        range: 'give or take 0.2 s',
        meaning: 'The silence before you began. A moment to think is no fault.',
      },
      {
        name: 'Pauses',
        value: `${pauses.length}, of which ${long.length} over 2 s`,
        range: null,
        meaning:
          'Silences over half a second. Long ones are often where the next point is looked for.',
      },
      {
        name: 'Pace',
        value: `${(3.6 + (durationMs % 7000) / 10_000).toFixed(1)} syllables a second`,
        range: 'give or take 10 %',
        meaning: 'While you spoke, pauses left out. Most people explain at 3.5 to 5.',
      },
      {
        name: 'Level',
        value: '−21 dB',
        range: null,
        meaning:
          'How loud the recording is. It says something about the microphone, not about you.',
      },
    ],
  };
}
