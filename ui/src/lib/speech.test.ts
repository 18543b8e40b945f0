import { expect, it, vi } from 'vitest';
import { Speech } from './speech.svelte';

const voice = (lang: string, localService = true) => ({ lang, localService, name: lang });

function synthesis(voices: object[]) {
  const target = new EventTarget();
  return Object.assign(target, {
    voices,
    getVoices() {
      return this.voices;
    },
    speak: vi.fn(),
    cancel: vi.fn(),
  });
}

const speech = (fake: ReturnType<typeof synthesis>) =>
  new Speech(fake as unknown as SpeechSynthesis);

it('cannot speak where the system has no voice', () => {
  expect(new Speech(undefined).canSpeak('en')).toBe(false);
  expect(speech(synthesis([])).canSpeak('en')).toBe(false);
});

it('has a voice for a language whatever its region', () => {
  const one = speech(synthesis([voice('en_US')]));
  expect([one.canSpeak('en'), one.canSpeak('en-GB'), one.canSpeak('de')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('uses no voice that would send the text away', () => {
  expect(speech(synthesis([voice('en-GB', false)])).canSpeak('en')).toBe(false);
});

it('finds voices that come late, until it is left', () => {
  const fake = synthesis([]);
  const one = speech(fake);
  const stop = one.watch();
  fake.voices = [voice('de')];
  fake.dispatchEvent(new Event('voiceschanged'));
  expect(one.canSpeak('de')).toBe(true);
  stop();
  fake.voices = [];
  fake.dispatchEvent(new Event('voiceschanged'));
  expect(one.canSpeak('de')).toBe(true);
  expect(fake.cancel).toHaveBeenCalled();
});

it('says one thing at a time, in the nearest voice', () => {
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      constructor(readonly text: string) {}
    },
  );
  const fake = synthesis([voice('en-US'), voice('en-GB')]);
  speech(fake).say('Why?', 'en-GB');
  expect(fake.cancel).toHaveBeenCalledOnce();
  expect(fake.speak.mock.calls[0]?.[0]).toMatchObject({ text: 'Why?', lang: 'en-GB' });
  vi.unstubAllGlobals();
});

it('takes the voices of WebKitGTK, which marks none of them as local', () => {
  const gtk =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15';
  const fake = synthesis([voice('en-US', false)]) as unknown as SpeechSynthesis;
  expect(new Speech(fake, gtk).canSpeak('en')).toBe(true);
  const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36';
  expect(new Speech(fake, chrome).canSpeak('en')).toBe(false);
});
