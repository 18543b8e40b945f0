/** The fake's report of an interview that was just held. */
import type { InterviewReport } from '../generated/InterviewReport';
import { code, paragraphs } from './html';
import type { FakeInterview, TurnState } from './interview';
import { behaviouralAxes, technicalAxes } from './report-rubric';

export function reportOf(live: FakeInterview): InterviewReport {
  const { script, asked } = live;
  const { budgetsMs, spentMs, pausedMs, asleepMs, awayMs } = live.clock();
  const sum = (all: number[]) => all.reduce((total, one) => total + one, 0);
  return {
    about: {
      id: live.id,
      title: script.title,
      kind: script.id,
      composed: script.id === 'composed',
      begunAt: live.begunAt,
      mode: live.mode,
      finished: live.phase === 'finished',
      spentMs: sum(spentMs),
      budgetMs: sum(budgetsMs),
      questions: 0,
      assessed: 0,
      coverage: null,
      coverageWords: null,
      verdict: null,
    },
    role: script.role,
    interviewer: script.interviewer,
    settingHtml: script.settingHtml,
    assesses: script.assesses,
    language: script.language,
    headline: '',
    reasons: [],
    workOn: [],
    axes: /behavioural/.test(script.id) ? behaviouralAxes() : technicalAxes(),
    redFlags: [],
    stages: script.stages.map(({ titleHtml }, index) => ({
      titleHtml,
      budgetMs: budgetsMs[index] ?? 0,
      spentMs: spentMs[index] ?? 0,
      why: null,
    })),
    turns: asked.map(turnOf),
    pausedMs,
    asleepMs,
    awayMs,
    earlier: [],
    comparison: null,
  };
}

function turnOf(one: TurnState): InterviewReport['turns'][number] {
  const { draft, turn } = one;
  const reached = one.spentMs > 0 || one.assessment !== null;
  const wrote = draft.code.trim() !== '' && draft.code !== turn.code?.starter;
  return {
    stage: one.stage,
    turn: one.index,
    saysHtml: paragraphs(turn.says),
    statementHtml: turn.statementHtml,
    outcome: one.skipped ? 'skipped' : reached ? 'answered' : 'open',
    spentMs: one.spentMs,
    hintUsed: one.hintUsed,
    draft,
    codeHtml: wrote ? code(draft.language, draft.code) : null,
    expected: {
      ...turn.expected,
      choices: turn.expected.choices.map((choice, index) => ({
        ...choice,
        taken: draft.chosen.includes(index),
      })),
    },
    card: turn.expected.cards[0] ?? null,
    assessment: one.assessment,
  };
}
