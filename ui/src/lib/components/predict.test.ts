/** The question after an answer: how well did that go. */
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, expect, it, vi } from 'vitest';
import Predict from '$lib/components/Predict.svelte';

afterEach(cleanup);

it('a prediction is one of four words, each with what it claims', async () => {
  const onpredict = vi.fn();
  render(Predict, { onpredict });
  const names = screen.getAllByRole('button').map(({ textContent }) => textContent);
  expect(names).toHaveLength(4);
  expect(names[1]).toMatch(/Hard.*long stops/s);
  await fireEvent.click(screen.getByRole('button', { name: /Good/ }), { detail: 1 });
  expect(onpredict).toHaveBeenCalledExactlyOnceWith('good');
});

it('the second half of a double click predicts nothing', async () => {
  const onpredict = vi.fn();
  render(Predict, { onpredict });
  await fireEvent.click(screen.getByRole('button', { name: /Again/ }), { detail: 2 });
  expect(onpredict).not.toHaveBeenCalled();
});
