/** A level of sound as a meter shows it, and what to do when it is wrong. */
import type { MicrophoneView } from './api/generated/MicrophoneView';
import type { SoundAlarm } from './api/generated/SoundAlarm';

/** The quietest that the meter shows, dB below full scale. */
export const FLOOR_DBFS = -60;
/** Speech at a good distance peaks between these. */
const QUIET_DBFS = -30;
const LOUD_DBFS = -3;
/** The highest peak stays for this many views: a second and a half. */
const HOLD_VIEWS = 15;

/** A level as a share of the bar, 0 to 1. */
export function share(dbfs: number | null): number {
  if (dbfs === null || Number.isNaN(dbfs)) return 0;
  return Math.min(1, Math.max(0, 1 - dbfs / FLOOR_DBFS));
}

/** The level in a word or two, for those who do not see the bar. */
export function levelWords({ peakDbfs }: Pick<MicrophoneView, 'peakDbfs'>): string {
  if (peakDbfs === null || peakDbfs <= FLOOR_DBFS) return 'nothing heard';
  if (peakDbfs < QUIET_DBFS) return 'quiet';
  return peakDbfs < LOUD_DBFS ? 'good' : 'very loud';
}

/** An alarm as a sentence, and what to do about it; `where` another microphone can be chosen. */
export function alarmWords(
  alarm: SoundAlarm,
  device: string | null,
  where = 'in Settings',
): string {
  return alarm === 'noSignal'
    ? `No signal: nothing is heard from ${device ?? 'the microphone'}. See that it is plugged in and not muted, or choose another one ${where}.`
    : 'Clipping: it is too loud, and the sound is cut off. Move away from the microphone, or lower its level in the system’s sound settings.';
}

/** The highest of the last peaks. */
export class PeakHold {
  #share = 0;
  #views = 0;

  /** Takes the peak of one view; returns the share to show. */
  next(peakDbfs: number | null): number {
    const now = share(peakDbfs);
    this.#views += 1;
    if (now >= this.#share || this.#views > HOLD_VIEWS) {
      this.#share = now;
      this.#views = 0;
    }
    return this.#share;
  }
}
