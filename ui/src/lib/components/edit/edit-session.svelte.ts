import type { Api } from '../../api/api';
import { AppError } from '../../api/errors';
import type { CardSource } from '../../api/generated/CardSource';
import type { DiagnosticView } from '../../api/generated/DiagnosticView';

/** A question's Markdown under the pen: what was read, what is typed, what saving said. */
export class EditSession {
  source = $state.raw<CardSource | null>(null);
  text = $state('');
  diagnostics = $state.raw<DiagnosticView[]>([]);
  error = $state.raw<AppError | null>(null);
  saving = $state(false);
  readonly dirty = $derived(this.source !== null && this.text !== this.source.text);
  #api: Api;
  #id: string;

  constructor(api: Api, id: string) {
    this.#api = api;
    this.#id = id;
  }

  async load(): Promise<void> {
    this.error = null;
    try {
      this.source = await this.#api.cardSource(this.#id);
      this.text = this.source.text;
    } catch (thrown) {
      this.error = AppError.from(thrown);
    }
  }

  /** True when the text is on disk. A refusal or a failure leaves what was typed. */
  async save(): Promise<boolean> {
    const { source, text } = this;
    if (!source || this.saving) return false;
    this.saving = true;
    this.error = null;
    try {
      const { id, revision } = source;
      const result = await this.#api.saveCardSource({ id, text, revision });
      this.diagnostics = result.diagnostics;
      return result.saved;
    } catch (thrown) {
      this.error = AppError.from(thrown);
      return false;
    } finally {
      this.saving = false;
    }
  }
}

/** Where a line of a text begins and ends, for the cursor; lines count from 1. */
export function lineRange(text: string, line: number): [start: number, end: number] {
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, one) => sum + one.length + 1, 0);
  const end = text.indexOf('\n', start);
  return [Math.min(start, text.length), end === -1 ? text.length : end];
}
