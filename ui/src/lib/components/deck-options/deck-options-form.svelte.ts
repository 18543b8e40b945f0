import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { DeckOptions } from '$lib/api/generated/DeckOptions';
import type { DeckOptionsView } from '$lib/api/generated/DeckOptionsView';
import { formatSteps, parseSteps } from './steps';

type OptionsApi = Pick<Api, 'deckOptions' | 'setDeckOptions'>;

/** The whole-number fields, with the bounds that are refused beyond. */
export const NUMBERS = {
  newPerDay: { least: 0, most: 9999 },
  reviewsPerDay: { least: 0, most: 9999 },
  maximumInterval: { least: 1, most: 36500 },
  leechLapses: { least: 1, most: 99 },
} as const;
export type NumberField = keyof typeof NUMBERS;
export type StepsField = 'learningSteps' | 'relearningSteps';
type Field = NumberField | StepsField | 'retention';

function readNumber(text: string, { least, most }: { least: number; most: number }): number | null {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

/** Percent with at most one decimal. */
function readRetention(text: string): number | null {
  const value = /^\d+(\.\d)?$/.test(text.trim()) ? Number(text) : NaN;
  return value >= 70 && value <= 99 ? Math.round(value * 10) / 1000 : null;
}

/** Options being edited: what was typed, what is wrong with it, and what would be saved. */
export class DeckOptionsForm {
  #api: OptionsApi;
  readonly deck: string | null;
  #view: DeckOptionsView;

  /** A deck without options of its own goes with the default preset. */
  usesPreset = $state(false);
  retention = $state('90');
  steps = $state<Record<StepsField, string>>({ learningSteps: '', relearningSteps: '' });
  numbers = $state<Record<NumberField, string>>({
    newPerDay: '',
    reviewsPerDay: '',
    maximumInterval: '',
    leechLapses: '',
  });
  burySiblings = $state(true);
  saving = $state(false);
  /** Why saving failed. */
  failure = $state<string | null>(null);

  readonly problems: Partial<Record<Field, string>> = $derived.by(() => this.#check());
  readonly canSave = $derived(
    !this.saving && (this.usesPreset || Object.keys(this.problems).length === 0),
  );

  constructor(api: OptionsApi, view: DeckOptionsView) {
    this.#api = api;
    this.deck = view.deck;
    this.#view = view;
    this.usesPreset = view.deck !== null && !view.own;
    this.#fill(view.options);
  }

  /** Going to the preset shows its values; going back starts from the deck's own, if any. */
  usePreset(on: boolean): void {
    this.usesPreset = on;
    this.#fill(on ? this.#view.preset : this.#view.options);
  }

  /** Returns whether it was saved. */
  async save(): Promise<boolean> {
    if (!this.canSave) return false;
    this.saving = true;
    this.failure = null;
    try {
      const options = this.usesPreset ? null : this.#read();
      this.#view = await this.#api.setDeckOptions({ deck: this.deck, options });
      return true;
    } catch (thrown) {
      this.failure = AppError.from(thrown).message;
      return false;
    } finally {
      this.saving = false;
    }
  }

  #fill(options: DeckOptions): void {
    this.retention = String(Math.round(options.desiredRetention * 1000) / 10);
    this.steps = {
      learningSteps: formatSteps(options.learningSteps),
      relearningSteps: formatSteps(options.relearningSteps),
    };
    this.numbers = {
      newPerDay: String(options.newPerDay),
      reviewsPerDay: String(options.reviewsPerDay),
      maximumInterval: String(options.maximumInterval),
      leechLapses: String(options.leechLapses),
    };
    this.burySiblings = options.burySiblings;
  }

  #check(): Partial<Record<Field, string>> {
    const problems: Partial<Record<Field, string>> = {};
    if (readRetention(this.retention) === null) {
      problems.retention = 'A number from 70 to 99.';
    }
    for (const field of ['learningSteps', 'relearningSteps'] as const) {
      const parsed = parseSteps(this.steps[field]);
      if (!parsed.ok) problems[field] = parsed.problem;
    }
    for (const field of Object.keys(NUMBERS) as NumberField[]) {
      const { least, most } = NUMBERS[field];
      if (readNumber(this.numbers[field], NUMBERS[field]) === null) {
        problems[field] =
          `A whole number from ${String(least)} to ${most.toLocaleString('en-GB')}.`;
      }
    }
    return problems;
  }

  /** Only called when nothing is wrong: the fallbacks are never taken then. */
  #read(): DeckOptions {
    const steps = (field: StepsField) => {
      const parsed = parseSteps(this.steps[field]);
      return parsed.ok ? parsed.minutes : [];
    };
    const number = (field: NumberField) => readNumber(this.numbers[field], NUMBERS[field]) ?? 0;
    return {
      desiredRetention: readRetention(this.retention) ?? this.#view.options.desiredRetention,
      learningSteps: steps('learningSteps'),
      relearningSteps: steps('relearningSteps'),
      newPerDay: number('newPerDay'),
      reviewsPerDay: number('reviewsPerDay'),
      maximumInterval: number('maximumInterval'),
      leechLapses: number('leechLapses'),
      burySiblings: this.burySiblings,
    };
  }
}
