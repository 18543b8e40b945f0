import { FakeApi } from '../fake';
import type { StartupCase } from '../generated/StartupCase';

const messages: Record<StartupCase, string> = {
  damaged:
    'The file /home/ada/.local/share/rehearse/progress.db does not hold together: row 4,711 of the log is cut short. It will be set aside, not deleted.',
  tooNew:
    'The file /home/ada/.local/share/rehearse/progress.db has format 9; this Rehearse knows formats up to 3.',
  cannotOpen:
    'The file /home/ada/.local/share/rehearse/progress.db cannot be written: the folder is read-only. Make it writable, then try again.',
};

/** Puts the microphone into the state that the address names. */
function setMicrophone({ sound }: FakeApi, state: string | null): void {
  if (state === 'none') sound.devices = [];
  if (state === 'silent') sound.alarm = 'noSignal';
  if (state === 'loud') sound.alarm = 'clipping';
}

/**
 * `?start=damaged` and its like show the starts that fail; `?start=empty` an empty library;
 * `?microphone=none`, `silent` or `loud` another microphone.
 */
export function fakeForAddress(query: URLSearchParams): FakeApi {
  const start = query.get('start');
  if (start === 'empty') return new FakeApi({ cards: [] });
  if (start === 'damaged' || start === 'tooNew' || start === 'cannotOpen') {
    const backupAt = query.has('backup') ? Date.now() - 9 * 3_600_000 : null;
    return new FakeApi({ problem: { case: start, message: messages[start], backupAt } });
  }
  const fake = new FakeApi();
  setMicrophone(fake, query.get('microphone'));
  Object.assign(window, { fake }); // for a look at single states from the console
  return fake;
}
