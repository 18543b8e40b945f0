/**
 * An in-memory backend with the same interface as the program: for tests, and for working on the
 * page in a plain browser. It imitates what the core does; it decides nothing.
 */
import type { Api } from './api';
import { AppError } from './errors';
import { everyInterval, type Every, FakeInterviews } from './fake/interviews';
import { countsOf, deckRows, defaultOptions, pageOf, search } from './fake/library';
import { otherCards } from './fake/others';
import { pythonCards } from './fake/python';
import { FakeReports } from './fake/report';
import { pastInterviews } from './fake/report-interviews';
import { reportOf } from './fake/report-of-live';
import { FakeKeeping } from './fake/keeping';
import { FakeMicrophone } from './fake/microphone';
import { FakeSession, propose } from './fake/session';
import { takeRows } from './fake/take-rows';
import { FakeTakes } from './fake/takes';
import type { CardView } from './generated/CardView';
import type { DeckOptions } from './generated/DeckOptions';
import type { LibraryChanged } from './generated/LibraryChanged';
import type { Scope } from './generated/Scope';
import type { Settings } from './generated/Settings';
import type { StartupProblem } from './generated/StartupProblem';

export interface FakeOptions {
  /** The cards in the library; the whole set by default. */
  cards?: CardView[];
  problem?: StartupProblem | null;
  now?: () => number;
  /** How the interview's clock ticks; by the browser's timer by default. */
  every?: Every;
}

export class FakeApi implements Api {
  cards: Map<string, CardView>;
  session: FakeSession | null = null;
  readonly reports: FakeReports;
  readonly mock: FakeInterviews;
  readonly sound: FakeMicrophone;
  readonly spoken: FakeTakes;
  readonly kept: FakeKeeping;
  /** Set to have the next command fail. */
  failure: AppError | null = null;
  /** Addresses that were opened, ready reports and the like, in order. */
  calls: string[] = [];
  #problem: StartupProblem | null;
  #now: () => number;
  #settings: Settings = {
    theme: 'system',
    textPercent: 100,
    singleKeys: true,
    announceTime: true,
    speakQuestions: false,
    recordInterviews: false,
    microphone: null,
    rolloverHour: 4,
  };
  #options = new Map<string, DeckOptions>();
  #texts = new Map<string, string>();
  #listeners = new Set<(change: LibraryChanged) => void>();

  constructor({
    cards = [...pythonCards, ...otherCards],
    problem = null,
    now = Date.now,
    every = everyInterval,
  }: FakeOptions = {}) {
    this.cards = new Map(structuredClone(cards).map((card) => [card.id, card]));
    this.#problem = problem;
    this.#now = now;
    this.reports = new FakeReports(cards.length > 0 ? pastInterviews(now()) : []);
    const rows = cards.length > 0 ? takeRows(now()) : [];
    this.sound = new FakeMicrophone(rows, { cards: this.cards, now, every, mock: () => this.mock });
    this.spoken = new FakeTakes(rows);
    this.kept = new FakeKeeping(rows);
    this.mock = new FakeInterviews(() => [...this.cards.values()], now, every, cards.length > 0);
  }

  /** Changes a card's text as an editor outside would, and says so. */
  changeOnDisk(id: string, change: Partial<CardView>): void {
    const card = this.#card(id);
    this.cards.set(id, { ...card, revision: `${card.revision}+`, ...change });
    for (const listener of this.#listeners) listener({ cards: [id], total: 1 });
  }

  startup: Api['startup'] = () =>
    this.#answer('startup', () => ({ problem: this.#problem, settings: this.#settings }));

  recover: Api['recover'] = (choice) =>
    this.#answer(`recover ${choice}`, () => {
      if (choice !== 'retry') this.#problem = null;
      return { problem: this.#problem, settings: this.#settings };
    });

  reportReady: Api['reportReady'] = () => this.#answer('reportReady', () => undefined);

  today: Api['today'] = () =>
    this.#answer('today', () => {
      const cards = [...this.cards.values()];
      const counts = countsOf(cards);
      const minutes = (some: CardView[]) =>
        Math.ceil(some.reduce((sum, card) => sum + (card.minutes ?? 1), 0));
      return {
        studyDay: new Date(this.#now()).toISOString().slice(0, 10),
        counts,
        minutes: minutes(cards),
        decks: deckRows(cards, new Set())
          .filter(({ due }) => due.new + due.learning + due.review > 0)
          .map(({ id, title, due }) => ({
            id,
            title,
            counts: due,
            minutes: minutes(cards.filter((card) => card.deck === id)),
          })),
        done: this.session?.answered.length ?? 0,
        doneMinutes: 4,
        dueTomorrow: 17,
        heldBack: { new: 10, learning: 0, review: 0 },
        cards: cards.length,
        nextLearningAt: null,
        notices: [
          {
            code: 'deck-errors',
            message: 'stories.md:42:5: the question has no id. Add {#an-id} at its end.',
            problem: true,
          },
        ].filter(() => cards.some((card) => card.deck === 'stories')),
      };
    });

  studyMore: Api['studyMore'] = async () => {
    if (this.session) this.session.heldBack = 0;
    return this.today();
  };

  startReview: Api['startReview'] = (scope) =>
    this.#answer('startReview', () => {
      this.session = new FakeSession(this.cards, this.#inScope(scope));
      return this.session.step(this.#now());
    });

  currentStep: Api['currentStep'] = () =>
    this.#answer('currentStep', () => this.#session().step(this.#now()));

  answerCard: Api['answerCard'] = (request) =>
    this.#answer(`answer ${request.rating}`, () => {
      const session = this.#session();
      session.answer(request.id, request.rating, request.takenMs, this.#now());
      if (request.rating === 'again' && this.#card(request.id).status.leech) {
        session.notice = 'This card is a leech: it was forgotten 8 times. Consider rewriting it.';
      }
      return session.step(this.#now());
    });

  acceptFollowUps: Api['acceptFollowUps'] = (ids) =>
    this.#answer('acceptFollowUps', () => {
      this.#session().accept(ids);
      return this.#session().step(this.#now());
    });

  actOnCard: Api['actOnCard'] = (id, action) =>
    this.#answer(action.kind, () => {
      const { status } = this.#card(id);
      if (action.kind === 'mark') status.marked = action.on;
      if (action.kind === 'bury') status.buried = action.on;
      if (action.kind === 'suspend') status.suspended = action.on;
      if (action.kind === 'bury' || action.kind === 'suspend') this.session?.remove(id);
      return structuredClone(status);
    });

  undo: Api['undo'] = () =>
    this.#answer('undo', () => {
      const card = this.session?.undo() ?? null;
      if (card) Object.assign(card.status, { buried: false, suspended: false });
      const link = card && { id: card.id, questionHtml: card.questionHtml };
      return {
        kind: card ? 'review' : null,
        card: link,
        message: card ? 'Undone: the card is back.' : 'There is nothing to undo today.',
        step: this.session?.step(this.#now()) ?? null,
      };
    });

  proposeRating: Api['proposeRating'] = (request) =>
    this.#answer('propose', () => propose(request));

  library: Api['library'] = () =>
    this.#answer('library', () => {
      const cards = [...this.cards.values()];
      return {
        decks: deckRows(cards, new Set(this.#options.keys())),
        tags: [...new Set(cards.flatMap((card) => card.tags))].sort(),
        cards: cards.length,
        ownFolder: '/home/ada/rehearse/decks',
      };
    });

  searchCards: Api['searchCards'] = (request) =>
    this.#answer('search', () => search([...this.cards.values()], request));

  cardPage: Api['cardPage'] = (id) =>
    this.#answer('cardPage', () => pageOf(this.#card(id), this.#texts.has(id)));

  cardSource: Api['cardSource'] = (id) =>
    this.#answer('cardSource', () => {
      const card = this.#card(id);
      const words = card.questionHtml.replace(/<[^>]+>/g, '').replace(/&gt;/g, '>');
      return {
        id,
        text: this.#texts.get(id) ?? `## ${words} {#${id.split('/')[1]}}\n\nThe answer.\n`,
        revision: card.revision,
        file: `/home/ada/rehearse/decks/${card.deck}/edits.md`,
        writesCopy: card.deck !== 'stories',
      };
    });

  saveCardSource: Api['saveCardSource'] = (request) =>
    this.#answer('save', () => {
      if (!request.text.startsWith('## ')) {
        const diagnostic = {
          file: 'edits.md',
          line: 1,
          column: 1,
          severity: 'error',
          message: 'a question starts with a heading of level 2',
          hint: 'begin the line with "## "',
        };
        return { saved: false, diagnostics: [diagnostic] };
      }
      this.#texts.set(request.id, request.text);
      const heading =
        request.text
          .slice(3)
          .split('\n')[0]
          ?.replace(/\s*\{.*\}$/, '') ?? '';
      const card = this.#card(request.id);
      card.questionHtml = heading.replace(/</g, '&lt;');
      card.revision += '+';
      return { saved: true, diagnostics: [] };
    });

  restoreOriginal: Api['restoreOriginal'] = (id) =>
    this.#answer('restoreOriginal', () => void this.#texts.delete(id));

  deckOptions: Api['deckOptions'] = (deck) =>
    this.#answer('deckOptions', () => {
      const preset = this.#options.get('') ?? defaultOptions;
      const own = this.#options.get(deck ?? '');
      return { deck, options: own ?? preset, preset, own: deck !== null && own !== undefined };
    });

  setDeckOptions: Api['setDeckOptions'] = async ({ deck, options }) => {
    if (options) this.#options.set(deck ?? '', options);
    else this.#options.delete(deck ?? '');
    return this.deckOptions(deck);
  };

  settings: Api['settings'] = () => this.#answer('settings', () => this.#settings);

  setSettings: Api['setSettings'] = (settings) =>
    this.#answer('setSettings', () => (this.#settings = { ...settings }));

  about: Api['about'] = () =>
    this.#answer('about', () => ({
      version: '0.1.0',
      dataFolder: '/home/ada/.local/share/rehearse',
      contentFolder: '/usr/share/rehearse/content',
      writable: true,
    }));

  media: Api['media'] = (deck, path) =>
    this.#answer(`media ${deck} ${path}`, () => new ArrayBuffer(0));

  openLink: Api['openLink'] = (url) => this.#answer(`open ${url}`, () => undefined);

  interviews: Api['interviews'] = () => this.#answer('interviews', () => this.mock.list());

  composeInterview: Api['composeInterview'] = (request) =>
    this.#answer('compose', () => this.mock.compose(request));

  beginInterview: Api['beginInterview'] = (request) =>
    this.#answer('begin', () => this.mock.begin(request).view());

  currentInterview: Api['currentInterview'] = () =>
    this.#answer('currentInterview', () => this.mock.running()?.view() ?? null);

  actOnInterview: Api['actOnInterview'] = (action) =>
    this.#answer(`interview ${action}`, () => {
      const live = this.mock.live();
      live.act(action, this.#now());
      this.sound.follow();
      if (live.phase === 'finished') this.reports.add(reportOf(live));
      return live.view();
    });

  saveAnswer: Api['saveAnswer'] = ({ stage, turn, draft }) =>
    this.#answer('saveAnswer', () => this.mock.live().save(stage, turn, draft));

  assessAnswer: Api['assessAnswer'] = (request) =>
    this.#answer('assess', () =>
      this.reports.has(request.interview)
        ? this.reports.assess(request)
        : this.mock.live().assess(request),
    );

  undoAssessment: Api['undoAssessment'] = (interview, stage, turn) =>
    this.#answer('undoAssessment', () =>
      this.reports.has(interview)
        ? this.reports.undo(interview, stage, turn)
        : this.mock.live().undoAssessment(stage, turn),
    );

  setBand: Api['setBand'] = (request) =>
    this.#answer(`setBand ${request.axis} ${request.band}`, () => this.reports.setBand(request));

  setRedFlags: Api['setRedFlags'] = (request) =>
    this.#answer('setRedFlags', () => this.reports.setRedFlags(request));

  interviewReport: Api['interviewReport'] = (id) =>
    this.#answer('interviewReport', () => this.reports.report(id));

  interviewHistory: Api['interviewHistory'] = () =>
    this.#answer('interviewHistory', () => this.reports.history());

  deleteInterview: Api['deleteInterview'] = (id) =>
    this.#answer('deleteInterview', () => this.reports.delete(id));

  exportReport: Api['exportReport'] = (id, format) =>
    this.#answer(`export ${format}`, () => this.reports.export(id, format));

  printPage: Api['printPage'] = () => this.#answer('print', () => undefined);

  microphones: Api['microphones'] = () =>
    this.#answer('microphones', () => this.sound.microphones(this.#settings.microphone));

  openMicrophone: Api['openMicrophone'] = () =>
    this.#answer('openMicrophone', () => this.sound.openMicrophone(this.#settings.microphone));

  closeMicrophone: Api['closeMicrophone'] = () =>
    this.#answer('closeMicrophone', () => this.sound.closeMicrophone());

  microphone: Api['microphone'] = () => this.#answer('microphone', () => this.sound.microphone());

  recordPage: Api['recordPage'] = (request) =>
    this.#answer('recordPage', () => this.sound.recordPage(request));

  startTake: Api['startTake'] = (request) =>
    this.#answer('startTake', () => this.sound.startTake(request));

  useTakeHint: Api['useTakeHint'] = () => this.#answer('useTakeHint', () => undefined);

  finishTake: Api['finishTake'] = (hintUsed) =>
    this.#answer(`finishTake ${hintUsed}`, () => this.sound.finishTake());

  discardTake: Api['discardTake'] = () =>
    this.#answer('discardTake', () => this.sound.discardTake());

  saveTakeText: Api['saveTakeText'] = ({ take, draft }) =>
    this.#answer('saveTakeText', () => this.sound.saveTakeText(take, draft));

  recordInterview: Api['recordInterview'] = (on) =>
    this.#answer(`record ${on}`, () => this.sound.recordInterview(on, this.#settings.microphone));

  predictTake: Api['predictTake'] = (request) =>
    this.#answer('predictTake', () => this.spoken.predictTake(request));

  takePage: Api['takePage'] = (id, blind) =>
    this.#answer('takePage', () => this.spoken.takePage(id, blind));

  takeAudio: Api['takeAudio'] = (id) => this.#answer('takeAudio', () => this.spoken.takeAudio(id));

  saveTakeWork: Api['saveTakeWork'] = (request) =>
    this.#answer('saveTakeWork', () => this.spoken.saveTakeWork(request));

  proposeTakeRating: Api['proposeTakeRating'] = (request) =>
    this.#answer('proposeTakeRating', () => this.spoken.proposeTakeRating(request));

  assessTake: Api['assessTake'] = (request) =>
    this.#answer('assessTake', () => this.spoken.assessTake(request));

  undoTakeAssessment: Api['undoTakeAssessment'] = (id) =>
    this.#answer('undoTakeAssessment', () => this.spoken.undoTakeAssessment(id));

  regradeTake: Api['regradeTake'] = (request) =>
    this.#answer('regradeTake', () => this.spoken.regradeTake(request));

  takesOf: Api['takesOf'] = (request) => this.#answer('takesOf', () => this.kept.takesOf(request));

  takes: Api['takes'] = () => this.#answer('takes', () => this.kept.takes());

  setKeepRule: Api['setKeepRule'] = (rule) =>
    this.#answer('setKeepRule', () => this.kept.setKeepRule(rule));

  keepTake: Api['keepTake'] = (request) =>
    this.#answer('keepTake', () => this.kept.keepTake(request));

  deleteTakes: Api['deleteTakes'] = (ids) =>
    this.#answer('deleteTakes', () => this.kept.deleteTakes(ids));

  exportTake: Api['exportTake'] = (id, format) =>
    this.#answer('exportTake', () => this.kept.exportTake(id, format));

  revealTake: Api['revealTake'] = (id) =>
    this.#answer('revealTake', () => this.kept.revealTake(id));

  calibration: Api['calibration'] = () =>
    this.#answer('calibration', () => this.kept.calibration());

  onMicrophoneChanged: Api['onMicrophoneChanged'] = (listener) => this.sound.listen(listener);

  onTakeChanged: Api['onTakeChanged'] = (listener) => this.spoken.listen(listener);

  onClockTicked: Api['onClockTicked'] = (listener) => this.mock.listen(listener);

  onWindowClosing: Api['onWindowClosing'] = () => () => undefined; // a browser says pagehide

  onLibraryChanged: Api['onLibraryChanged'] = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #answer<T>(call: string, result: () => T): Promise<T> {
    this.calls.push(call);
    await Promise.resolve();
    const { failure } = this;
    this.failure = null;
    if (failure) throw failure;
    return structuredClone(result());
  }

  #card(id: string): CardView {
    const card = this.cards.get(id);
    if (!card) throw new AppError('notFound', `There is no card “${id}” any more.`);
    return card;
  }

  #session(): FakeSession {
    if (!this.session) throw new AppError('invalidState', 'No review is under way.');
    return this.session;
  }

  #inScope(scope: Scope): string[] {
    if (scope.kind === 'cards') return scope.ids;
    return [...this.cards.values()]
      .filter((card) => card.parent === null && !card.status.suspended && !card.status.buried)
      .filter((card) => scope.kind !== 'deck' || card.deck === scope.deck)
      .filter((card) => scope.kind !== 'tag' || card.tags.includes(scope.tag))
      .map((card) => card.id);
  }
}
