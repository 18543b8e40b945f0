import { describe, expect, it, vi } from 'vitest';
import { AppError } from '$lib/api/errors';
import type { DeckOptions } from '$lib/api/generated/DeckOptions';
import type { DeckOptionsView } from '$lib/api/generated/DeckOptionsView';
import type { SetDeckOptions } from '$lib/api/generated/SetDeckOptions';
import { DeckOptionsForm } from './deck-options-form.svelte';

const preset: DeckOptions = {
  desiredRetention: 0.9,
  learningSteps: [1, 10],
  relearningSteps: [10],
  newPerDay: 20,
  reviewsPerDay: 200,
  maximumInterval: 36500,
  leechLapses: 8,
  burySiblings: true,
};

function form(view: Partial<DeckOptionsView> = {}) {
  const whole: DeckOptionsView = { deck: 'python', options: preset, preset, own: true, ...view };
  const setDeckOptions = vi.fn((request: SetDeckOptions) =>
    Promise.resolve({
      ...whole,
      options: request.options ?? preset,
      own: request.options !== null,
    }),
  );
  const api = { deckOptions: () => Promise.resolve(whole), setDeckOptions };
  return { form: new DeckOptionsForm(api, whole), setDeckOptions };
}

describe('options being edited', () => {
  it('are saved as they were read when nothing is changed', async () => {
    const options = { ...preset, desiredRetention: 0.925, learningSteps: [0.5, 60, 2880] };
    const { form: edited, setDeckOptions } = form({ options });
    expect(edited.retention).toBe('92.5');
    expect(edited.steps.learningSteps).toBe('0.5m 1h 2d');
    expect(await edited.save()).toBe(true);
    expect(setDeckOptions).toHaveBeenCalledWith({ deck: 'python', options });
  });

  it('say what is wrong, and are not saved then', async () => {
    const { form: edited, setDeckOptions } = form();
    edited.retention = '100';
    edited.steps.learningSteps = '1m soon';
    edited.numbers.newPerDay = '-1';
    edited.numbers.maximumInterval = '0';
    expect(edited.problems).toEqual({
      retention: 'A number from 70 to 99.',
      learningSteps: '“soon” is no step. Write 10m, 2h or 1d.',
      newPerDay: 'A whole number from 0 to 9,999.',
      maximumInterval: 'A whole number from 1 to 36,500.',
    });
    expect(await edited.save()).toBe(false);
    expect(setDeckOptions).not.toHaveBeenCalled();
  });

  it('may have no steps', () => {
    const { form: edited } = form();
    edited.steps.relearningSteps = '';
    expect(edited.canSave).toBe(true);
  });

  it('say why the program refused them', async () => {
    const { form: edited, setDeckOptions } = form();
    setDeckOptions.mockRejectedValueOnce(new AppError('cannotWrite', 'The disk is full.'));
    expect(await edited.save()).toBe(false);
    expect(edited.failure).toBe('The disk is full.');
    expect(edited.canSave).toBe(true);
  });
});

describe('the default preset', () => {
  const own = { ...preset, newPerDay: 5 };

  it('is in use where a deck has nothing of its own', () => {
    expect(form({ own: false }).form.usesPreset).toBe(true);
    expect(form({ own: true }).form.usesPreset).toBe(false);
    expect(form({ deck: null, own: false }).form.usesPreset).toBe(false);
  });

  it('shows its values when chosen, and the deck’s own when left', () => {
    const { form: edited } = form({ options: own });
    edited.usePreset(true);
    expect(edited.numbers.newPerDay).toBe('20');
    edited.usePreset(false);
    expect(edited.numbers.newPerDay).toBe('5');
  });

  it('takes the deck’s own options away, even when what was typed is wrong', async () => {
    const { form: edited, setDeckOptions } = form({ options: own });
    edited.numbers.newPerDay = 'many';
    edited.usePreset(true);
    expect(await edited.save()).toBe(true);
    expect(setDeckOptions).toHaveBeenCalledWith({ deck: 'python', options: null });
  });
});
