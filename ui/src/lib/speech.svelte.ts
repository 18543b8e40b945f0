/**
 * WebKitGTK speaks with voices that are part of it, but marks none of them as local; there are no others.
 */
export function hasOnlyLocalVoices(userAgent: string): boolean {
  return /Linux.*AppleWebKit/.test(userAgent) && !/Chrom|Android/.test(userAgent);
}

/**
 * Reads aloud, with the voices of this machine only: a voice that lives elsewhere would send the
 * text there.
 */
export class Speech {
  #synthesis: SpeechSynthesis | undefined;
  #allLocal: boolean;
  #voices = $state.raw<SpeechSynthesisVoice[]>([]);

  /** Whether this machine has any voice at all. */
  readonly hasVoices = $derived.by(() => this.#voices.length > 0);

  constructor(
    synthesis: SpeechSynthesis | undefined = globalThis.speechSynthesis,
    userAgent: string = navigator.userAgent,
  ) {
    this.#synthesis = synthesis;
    this.#allLocal = hasOnlyLocalVoices(userAgent);
    this.#look();
  }

  /** Some systems name their voices only after a while. Returns how to stop watching. */
  watch(): () => void {
    const look = () => this.#look();
    this.#synthesis?.addEventListener?.('voiceschanged', look);
    return () => {
      this.#synthesis?.removeEventListener?.('voiceschanged', look);
      this.stop();
    };
  }

  /** Whether there is a voice for a BCP 47 language; reactive. */
  canSpeak(language: string): boolean {
    return this.#voice(language) !== undefined;
  }

  say(text: string, language: string): void {
    const voice = this.#voice(language);
    if (!this.#synthesis || !voice) return;
    this.stop();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voice;
    utterance.lang = voice.lang;
    this.#synthesis.speak(utterance);
  }

  stop(): void {
    this.#synthesis?.cancel();
  }

  #look(): void {
    this.#voices = (this.#synthesis?.getVoices() ?? []).filter(
      (voice) => voice.localService || this.#allLocal,
    );
  }

  #voice(language: string): SpeechSynthesisVoice | undefined {
    const primary = (tag: string) => tag.toLowerCase().split(/[-_]/)[0];
    const exact = this.#voices.find(({ lang }) => lang.toLowerCase() === language.toLowerCase());
    return exact ?? this.#voices.find(({ lang }) => primary(lang) === primary(language));
  }
}
