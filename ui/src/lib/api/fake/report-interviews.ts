/** The fake's interviews that are over: written, composed, behavioural; judged in part, whole, not at all. */
import type { AxisView } from '../generated/AxisView';
import type { Band } from '../generated/Band';
import type { InterviewReport } from '../generated/InterviewReport';
import type { PastInterview } from '../generated/PastInterview';
import type { ReportStage } from '../generated/ReportStage';
import type { ReportTurn } from '../generated/ReportTurn';
import { inline, paragraphs } from './html';
import { behaviouralAxes, technicalAxes } from './report-rubric';
import {
  MINUTE,
  aboutYourself,
  classDesign,
  conflict,
  failure,
  gil,
  judged,
  persistence,
  quiz,
  weaknesses,
  yourQuestions,
} from './report-turns';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Stage {
  title: string;
  minutes: number;
  /** Time taken besides that of the questions. */
  beside?: number;
  why?: string;
  turns: ReportTurn[];
}

type Special = Pick<PastInterview, 'id' | 'title' | 'kind' | 'begunAt' | 'mode'> &
  Partial<Omit<InterviewReport, 'about' | 'stages' | 'turns' | 'redFlags'>> & {
    composed?: boolean;
    finished?: boolean;
    stages: Stage[];
    redFlags?: string[];
    bands?: Record<string, Band>;
  };

function report(special: Special): InterviewReport {
  const { stages, bands = {}, redFlags = [], axes = technicalAxes() } = special;
  const turns = stages.flatMap((stage, index) =>
    stage.turns.map((one, place) => ({ ...one, stage: index, turn: place })),
  );
  const spent = (of: ReportTurn[]) => of.reduce((sum, one) => sum + one.spentMs, 0);
  return {
    about: {
      id: special.id,
      title: special.title,
      kind: special.kind,
      composed: special.composed ?? false,
      begunAt: special.begunAt,
      mode: special.mode,
      finished: special.finished ?? true,
      spentMs: spent(turns),
      budgetMs: stages.reduce((sum, { minutes }) => sum + minutes * MINUTE, 0),
      questions: 0,
      assessed: 0,
      coverage: null,
      coverageWords: null,
      verdict: null,
    },
    role: special.role ?? 'Mid-level Python developer',
    interviewer: special.interviewer ?? 'Ms Lindqvist, team lead, friendly, asks why',
    settingHtml: special.settingHtml ?? paragraphs('A first technical interview by video.'),
    assesses: special.assesses ?? ['object-oriented design', 'files', 'trade-offs'],
    language: 'en',
    headline: '',
    reasons: [],
    workOn: [],
    axes: axes.map((one): AxisView => ({ ...one, band: bands[one.axis] ?? null })),
    redFlags: redFlags.map((text) => ({ text, html: inline(text), shown: false })),
    stages: stages.map(({ title, minutes, turns: asked, why }): ReportStage => ({
      titleHtml: inline(title),
      budgetMs: minutes * MINUTE,
      spentMs: spent(asked),
      why: why ?? null,
    })),
    turns,
    pausedMs: special.pausedMs ?? 0,
    asleepMs: special.asleepMs ?? 0,
    awayMs: special.awayMs ?? 0,
    earlier: [],
    comparison: null,
  };
}

const flags = [
  'Guesses and says it as if it were known',
  'Blames a colleague by name',
  'Leaves passwords or keys in the code',
];

const profiles = (judge: boolean): Stage[] => [
  {
    title: 'Introduction',
    minutes: 3,
    turns: [judge ? judged(aboutYourself(), 'cmc', [0]) : aboutYourself()],
  },
  {
    title: 'Designing the class, its checks, and where `Profile` ends and its registry begins',
    minutes: 10,
    turns: [classDesign(), judge ? judged(gil(), 'cpm') : gil()],
  },
  {
    title: 'Persistence',
    minutes: 12,
    turns: [judge ? judged(persistence(), 'cpm', [0]) : persistence()],
  },
  { title: 'Weaknesses of the file', minutes: 5, turns: [weaknesses()] },
  { title: 'Your questions', minutes: 5, turns: [yourQuestions()] },
];

const allBands: Record<string, Band> = {
  communication: 'below',
  'problem-solving': 'atTheBar',
  'technical-competence': 'atTheBar',
  testing: 'above',
};

/** All of them, newest first. */
export function pastInterviews(now: number): InterviewReport[] {
  return [
    report({
      id: 'profiles-now',
      title: 'A user profile service',
      kind: 'python-mid/user-profiles',
      begunAt: now - 50 * MINUTE,
      mode: 'pressure',
      stages: profiles(false),
      redFlags: flags,
      asleepMs: 7 * MINUTE,
    }),
    report({
      id: 'stories',
      title:
        'Stories under pressure: one disagreement, one failure, and what a team of strangers should know about you before they decide',
      kind: 'behavioural/stories',
      begunAt: now - DAY - 3 * HOUR,
      mode: 'practice',
      role: 'Senior back-end engineer',
      interviewer: 'Mr Adeyemi, engineering manager, patient, follows up',
      assesses: ['own part', 'results', 'reflection'],
      stages: [
        { title: 'A disagreement', minutes: 5, turns: [judged(conflict(), 'cpmm')] },
        { title: 'A failure', minutes: 5, turns: [failure()] },
      ],
      axes: behaviouralAxes(),
      redFlags: ['Only "we" throughout', 'No mistake of their own'],
      bands: { structure: 'below' },
      pausedMs: 4 * MINUTE,
    }),
    report({
      id: 'composed',
      title: 'Composed: 15 minutes, middle level',
      kind: 'composed',
      composed: true,
      begunAt: now - 5 * DAY,
      mode: 'practice',
      role: '',
      interviewer: '',
      settingHtml: '',
      assesses: [],
      stages: [
        {
          title: 'What does the last line print?',
          minutes: 2,
          why: 'Forgotten last time.',
          turns: [judged(quiz(0), '')],
        },
        {
          title: 'What does the GIL protect?',
          minutes: 3,
          why: 'Never tested.',
          turns: [judged(gil(), 'ccp')],
        },
        {
          title: 'Save and load',
          minutes: 10,
          why: 'You would recall it with 64 %.',
          turns: [judged(persistence(), 'ccc')],
        },
      ],
      bands: allBands,
    }),
    report({
      id: 'profiles-before',
      title: 'A user profile service',
      kind: 'python-mid/user-profiles',
      begunAt: now - 12 * DAY,
      mode: 'practice',
      stages: profiles(true).map((stage) => ({
        ...stage,
        turns: stage.turns.map((one) =>
          one.assessment === null && one.expected.keyPoints.length > 0 ? judged(one, 'cmp') : one,
        ),
      })),
      redFlags: flags,
      bands: allBands,
      pausedMs: 3 * MINUTE,
      awayMs: 61 * MINUTE,
    }),
    report({
      id: 'profiles-first',
      title: 'A user profile service',
      kind: 'python-mid/user-profiles',
      begunAt: now - 33 * DAY,
      mode: 'practice',
      finished: false,
      stages: profiles(true).slice(0, 3),
      redFlags: flags,
    }),
  ];
}
