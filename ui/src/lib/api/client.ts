/**
 * The way to the program: one function for each Tauri command. The only file that imports
 * Tauri; everything else knows the Api interface.
 */
import { invoke, isTauri } from '@tauri-apps/api/core';
import type { InvokeArgs } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Api } from './api';
import { AppError } from './errors';
import type { ClockView } from './generated/ClockView';
import type { LibraryChanged } from './generated/LibraryChanged';

/** Whether the page runs inside the program rather than in a plain browser. */
export const insideProgram: () => boolean = isTauri;

async function call<T>(command: string, args?: InvokeArgs): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}

export const client: Api = {
  startup: () => call('startup'),
  recover: (choice) => call('recover', { choice }),
  reportReady: () => call('report_ready'),
  today: () => call('today'),
  studyMore: (request) => call('study_more', { request }),
  startReview: (scope) => call('start_review', { scope }),
  currentStep: () => call('current_step'),
  answerCard: (request) => call('answer_card', { request }),
  acceptFollowUps: (ids) => call('accept_follow_ups', { ids }),
  actOnCard: (id, action) => call('act_on_card', { id, action }),
  undo: () => call('undo'),
  proposeRating: (request) => call('propose_rating', { request }),
  library: () => call('library'),
  searchCards: (request) => call('search_cards', { request }),
  cardPage: (id) => call('card_page', { id }),
  cardSource: (id) => call('card_source', { id }),
  saveCardSource: (request) => call('save_card_source', { request }),
  restoreOriginal: (id) => call('restore_original', { id }),
  deckOptions: (deck) => call('deck_options', { deck }),
  setDeckOptions: (request) => call('set_deck_options', { request }),
  settings: () => call('settings'),
  setSettings: (settings) => call('set_settings', { settings }),
  about: () => call('about'),
  media: (deck, path) => call('media', { deck, path }),
  openLink: (url) => call('open_link', { url }),
  interviews: () => call('interviews'),
  composeInterview: (request) => call('compose_interview', { request }),
  beginInterview: (request) => call('begin_interview', { request }),
  currentInterview: () => call('current_interview'),
  actOnInterview: (action) => call('act_on_interview', { action }),
  saveAnswer: (request) => call('save_answer', { request }),
  assessAnswer: (request) => call('assess_answer', { request }),
  undoAssessment: (interview, stage, turn) => call('undo_assessment', { interview, stage, turn }),
  setBand: (request) => call('set_band', { request }),
  setRedFlags: (request) => call('set_red_flags', { request }),
  interviewReport: (id) => call('interview_report', { id }),
  interviewHistory: () => call('interview_history'),
  deleteInterview: (id) => call('delete_interview', { id }),
  exportReport: (id, format) => call('export_report', { id, format }),
  printPage: () => call('print_page'),

  onClockTicked(listener) {
    const stop = listen<ClockView>('clock-ticked', (event) => {
      listener(event.payload);
    });
    return () => void stop.then((unlisten) => unlisten());
  },

  onWindowClosing(listener) {
    const stop = listen('window-closing', () => {
      listener();
    });
    return () => void stop.then((unlisten) => unlisten());
  },

  onLibraryChanged(listener) {
    const stop = listen<LibraryChanged>('library-changed', (event) => {
      listener(event.payload);
    });
    return () => void stop.then((unlisten) => unlisten());
  },
};
