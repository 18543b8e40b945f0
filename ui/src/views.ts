/** The views that the first screen does without: their code is read once that screen stands. */

export const reviewView = () => import('./features/review/ReviewView.svelte');
export const libraryView = () => import('./features/library/LibraryView.svelte');
export const settingsView = () => import('./features/settings/SettingsView.svelte');

/** Reads them all, so that going to one never waits. */
export function readViews(): void {
  for (const view of [reviewView, libraryView, settingsView]) void view();
}
