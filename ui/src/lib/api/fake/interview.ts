/** The fake's live interview: a state machine that behaves enough like the core's to hold one. */
import { AppError } from '../errors';
import type { AnswerDraft } from '../generated/AnswerDraft';
import type { AssessAnswer } from '../generated/AssessAnswer';
import type { AssessmentView } from '../generated/AssessmentView';
import type { ClockView } from '../generated/ClockView';
import type { InterviewAction } from '../generated/InterviewAction';
import type { InterviewMode } from '../generated/InterviewMode';
import type { InterviewPhase } from '../generated/InterviewPhase';
import type { InterviewView } from '../generated/InterviewView';
import type { Milestone } from '../generated/Milestone';
import type { UnfinishedInterview } from '../generated/UnfinishedInterview';
import { paragraphs } from './html';
import type { FakeScript, FakeTurn } from './interview-scripts';
import { propose } from './session';

const HINT_COST_MS = 30_000;
const EXTENSION_MS = 120_000;
const MINUTE = 60_000;

export interface TurnState {
  turn: FakeTurn;
  stage: number;
  index: number;
  spentMs: number;
  hintUsed: boolean;
  skipped: boolean;
  draft: AnswerDraft;
  assessment: AssessmentView | null;
}

export class FakeInterview {
  readonly begunAt: number;
  phase: InterviewPhase = 'running';
  notice: string | null = null;
  #turns: TurnState[];
  #at = 0;
  #extendedMs: number[];
  #pausedMs = 0;
  #last: number;

  constructor(
    readonly id: string,
    readonly script: FakeScript,
    readonly mode: InterviewMode,
    now: number,
  ) {
    this.begunAt = now;
    this.#last = now;
    this.#extendedMs = script.stages.map(() => 0);
    this.#turns = script.stages.flatMap(({ turns }, stage) =>
      turns.map((turn, index) => ({
        turn,
        stage,
        index,
        spentMs: 0,
        hintUsed: false,
        skipped: false,
        draft: {
          notes: '',
          code: turn.code?.starter ?? '',
          language: turn.code?.language ?? 'python',
          chosen: [],
        },
        assessment: null,
      })),
    );
  }

  /** Every question with what became of it. */
  get asked(): readonly TurnState[] {
    return this.#turns;
  }

  pass(now: number): void {
    const passed = Math.max(0, now - this.#last);
    this.#last = now;
    if (this.phase === 'running') this.#here().spentMs += passed;
    else if (this.phase !== 'finished') this.#pausedMs += passed;
  }

  act(action: InterviewAction, now: number): void {
    this.pass(now);
    this.notice = null;
    const here = this.#here();
    const asking = this.phase === 'running' || this.phase === 'paused';
    const pressure = this.mode === 'pressure';
    if (action === 'finish') this.phase = 'finished';
    else if (action === 'leave') this.phase = 'interrupted';
    else if (action === 'resume' && !(this.phase === 'feedback')) this.phase = 'running';
    else if (action === 'pause' && this.phase === 'running' && !pressure) this.phase = 'paused';
    else if (action === 'next' && this.phase === 'feedback') this.#goOn();
    else if (action === 'back' && this.phase !== 'interrupted' && this.#at > 0) {
      this.#at -= 1;
      this.phase = 'running';
    } else if (action === 'hint' && asking && !pressure && here.turn.hintHtml && !here.hintUsed)
      here.hintUsed = true;
    else if (action === 'extend' && asking) {
      this.#extendedMs[here.stage] = (this.#extendedMs[here.stage] ?? 0) + EXTENSION_MS;
    } else if (action === 'skip' && asking) {
      here.skipped = true;
      this.#goOn();
    } else if (action === 'answer' && asking) {
      here.skipped = false;
      if (pressure) this.#goOn();
      else this.phase = 'feedback';
    } else throw new AppError('invalidState', 'That does not apply now.');
  }

  /** As if the program had ended in mid-interview and was opened again. */
  reopen(notice: string): void {
    this.phase = 'interrupted';
    this.notice = notice;
  }

  save(stage: number, turn: number, draft: AnswerDraft): void {
    this.#find(stage, turn).draft = structuredClone(draft);
  }

  assess({ stage, turn, points, mistakes, redFlags }: AssessAnswer): AssessmentView {
    const found = this.#find(stage, turn);
    const { choices } = found.turn.expected;
    const right = choices.every(({ correct }, i) => correct === found.draft.chosen.includes(i));
    const proposal = propose({
      ticks: points.map(({ tick }) => tick),
      mistakes: mistakes.length + redFlags.length,
      hintUsed: found.hintUsed,
      choiceRight: choices.length > 0 ? right : null,
    });
    return (found.assessment = {
      points,
      mistakes,
      redFlags,
      rating: proposal?.rating ?? null,
      reason: proposal?.reason ?? null,
      movedCard: found.turn.expected.cards.length > 0,
    });
  }

  undoAssessment(stage: number, turn: number): void {
    this.#find(stage, turn).assessment = null;
  }

  clock(): ClockView {
    const stages = this.script.stages.map((_, index) => index);
    const budgetsMs = stages.map((stage) => this.#budget(stage));
    const spentMs = stages.map((stage) => this.#spent(stage));
    const { stage } = this.#here();
    const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
    return {
      interview: this.id,
      running: this.phase === 'running',
      stage,
      budgetsMs,
      spentMs,
      stageMilestone: milestone(budgetsMs[stage] ?? 0, spentMs[stage] ?? 0),
      milestone: milestone(sum(budgetsMs), sum(spentMs)),
      pausedMs: this.#pausedMs,
      asleepMs: 0,
      awayMs: 0,
    };
  }

  unfinished(): UnfinishedInterview {
    const { budgetsMs, spentMs, stage } = this.clock();
    const left = budgetsMs.reduce((sum, one, index) => sum + one - (spentMs[index] ?? 0), 0);
    return {
      id: this.id,
      title: this.script.title,
      begunAt: this.begunAt,
      stage: this.script.stages[stage]?.titleHtml ?? '',
      minutesLeft: Math.max(0, Math.ceil(left / MINUTE)),
      mode: this.mode,
    };
  }

  view(): InterviewView {
    const here = this.#here();
    const { turn } = here;
    const feedback = this.phase === 'feedback';
    const said = this.#turns.slice(0, this.#at).filter(({ stage }) => stage === here.stage);
    return {
      id: this.id,
      title: this.script.title,
      interviewer: this.script.interviewer,
      language: this.script.language,
      mode: this.mode,
      phase: this.phase,
      stages: this.script.stages.map(({ titleHtml, turns }) => ({
        titleHtml,
        turns: turns.length,
      })),
      stage: here.stage,
      turn: here.index,
      question: this.#at + 1,
      questions: this.#turns.length,
      said: said.map((one) => ({
        saysHtml: paragraphs(one.turn.says),
        skipped: one.skipped,
        spentMs: one.spentMs,
        noteWords: one.draft.notes.split(/\s+/).filter(Boolean).length,
        codeLines: one.draft.code.trim() === '' ? 0 : one.draft.code.trimEnd().split('\n').length,
      })),
      asked: {
        saysHtml: paragraphs(turn.says),
        saysText: turn.says.replace(/`/g, ''),
        statementHtml: turn.statementHtml,
        choices: turn.choices,
        severalRight: turn.severalRight,
        hasHint: this.mode === 'practice' && turn.hintHtml !== null,
        hintHtml: here.hintUsed ? turn.hintHtml : null,
        wantsCode: turn.code !== null,
        deck: '',
      },
      draft: here.draft,
      expected: feedback
        ? {
            ...turn.expected,
            choices: turn.expected.choices.map((choice, index) => ({
              ...choice,
              taken: here.draft.chosen.includes(index),
            })),
          }
        : null,
      assessment: here.assessment,
      nextStageHtml: this.script.stages[here.stage + 1]?.titleHtml ?? null,
      clock: this.clock(),
      notice: this.notice,
      hintCostSeconds: HINT_COST_MS / 1000,
      extensionMinutes: EXTENSION_MS / MINUTE,
    };
  }

  #goOn(): void {
    if (this.#at + 1 < this.#turns.length) {
      this.#at += 1;
      this.phase = 'running';
    } else this.phase = 'finished';
  }

  #here(): TurnState {
    return this.#turns[this.#at] ?? missing();
  }

  #find(stage: number, turn: number): TurnState {
    return this.#turns.find((one) => one.stage === stage && one.index === turn) ?? missing();
  }

  #budget(stage: number): number {
    const hints = this.#turns.filter((one) => one.stage === stage && one.hintUsed).length;
    const minutes = this.script.stages[stage]?.minutes ?? 0;
    return minutes * MINUTE + (this.#extendedMs[stage] ?? 0) - hints * HINT_COST_MS;
  }

  #spent(stage: number): number {
    return this.#turns
      .filter((one) => one.stage === stage)
      .reduce((sum, one) => sum + one.spentMs, 0);
  }
}

function missing(): never {
  throw new AppError('notFound', 'There is no such question.');
}

function milestone(budget: number, spent: number): Milestone {
  const left = budget - spent;
  if (left <= 0) return 'timeUp';
  if (left <= 2 * MINUTE && budget >= 4 * MINUTE) return 'nearlyOver';
  return left <= budget / 2 ? 'halfTime' : 'begun';
}
