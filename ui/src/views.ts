/** The views that the first screen does without: their code is read once that screen stands. */

export const reviewView = () => import('./features/review/ReviewView.svelte');
export const libraryView = () => import('./features/library/LibraryView.svelte');
export const settingsView = () => import('./features/settings/SettingsView.svelte');
export const interviewsView = () => import('./features/interview/InterviewsView.svelte');
export const interviewView = () => import('./features/interview/InterviewView.svelte');
export const interviewReportView = () =>
  import('./features/interview-report/InterviewReportView.svelte');
export const interviewAssessView = () =>
  import('./features/interview-report/InterviewAssessView.svelte');
export const interviewHistoryView = () =>
  import('./features/interview-report/InterviewHistoryView.svelte');

export const recordView = () => import('./features/take/RecordView.svelte');
export const takeView = () => import('./features/take/TakeView.svelte');
export const takeCompareView = () => import('./features/take/TakeCompareView.svelte');
export const takesView = () => import('./features/takes/TakesView.svelte');

/** Reads them all, so that going to one never waits. */
export async function readViews(): Promise<void> {
  const views = [
    reviewView,
    libraryView,
    settingsView,
    interviewsView,
    interviewView,
    interviewReportView,
    interviewAssessView,
    interviewHistoryView,
    recordView,
    takeView,
    takeCompareView,
    takesView,
  ];
  await Promise.all(views.map((view) => view()));
}
