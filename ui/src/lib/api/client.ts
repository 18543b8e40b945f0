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
import type { MicrophoneView } from './generated/MicrophoneView';
import type { TakeChanged } from './generated/TakeChanged';

/** Whether the page runs inside the program rather than in a plain browser. */
export const insideProgram: () => boolean = isTauri;

/** How often an open microphone is looked at. */
const LOOK_MS = 100;

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
  microphones: () => call('microphones'),
  openMicrophone: () => call('open_microphone'),
  closeMicrophone: () => call('close_microphone'),
  microphone: () => call('microphone'),
  recordPage: (request) => call('record_page', { request }),
  startTake: (request) => call('start_take', { request }),
  useTakeHint: () => call('use_take_hint'),
  finishTake: (hintUsed) => call('finish_take', { hintUsed }),
  discardTake: () => call('discard_take'),
  saveTakeText: (request) => call('save_take_text', { request }),
  recordInterview: (on) => call('record_interview', { on }),
  predictTake: (request) => call('predict_take', { request }),
  takePage: (id, blind) => call('take_page', { id, blind }),
  takeAudio: (id) => call('take_audio', { id }),
  saveTakeWork: (request) => call('save_take_work', { request }),
  proposeTakeRating: (request) => call('propose_take_rating', { request }),
  assessTake: (request) => call('assess_take', { request }),
  undoTakeAssessment: (id) => call('undo_take_assessment', { id }),
  regradeTake: (request) => call('regrade_take', { request }),
  takesOf: (request) => call('takes_of', { request }),
  takes: () => call('takes'),
  setKeepRule: (rule) => call('set_keep_rule', { rule }),
  keepTake: (request) => call('keep_take', { request }),
  deleteTakes: (ids) => call('delete_takes', { ids }),
  exportTake: (id, format) => call('export_take', { id, format }),
  revealTake: (id) => call('reveal_take', { id }),
  calibration: () => call('calibration'),

  onMicrophoneChanged(listener) {
    let asking: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const show = (view: MicrophoneView) => {
      if (stopped) return;
      listener(view);
      clearTimeout(asking);
      // What it hears is asked for: an event each time would fill the webview's memory.
      if (view.state !== 'off') asking = setTimeout(() => void ask(), LOOK_MS);
    };
    const ask = () => call<MicrophoneView>('microphone').then(show, () => undefined);
    const stop = listen<MicrophoneView>('microphone-changed', (event) => {
      show(event.payload);
    });
    void ask();
    return () => {
      stopped = true;
      clearTimeout(asking);
      void stop.then((unlisten) => unlisten());
    };
  },

  onTakeChanged(listener) {
    const stop = listen<TakeChanged>('take-changed', (event) => {
      listener(event.payload);
    });
    return () => void stop.then((unlisten) => unlisten());
  },

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
