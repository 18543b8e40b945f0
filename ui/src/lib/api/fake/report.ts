/** The fake's reports and history: what is judged, how it is summed up. Rules by eye, not the core's. */
import { AppError } from '../errors';
import type { AssessAnswer } from '../generated/AssessAnswer';
import type { AssessmentView } from '../generated/AssessmentView';
import type { InterviewHistory } from '../generated/InterviewHistory';
import type { InterviewReport } from '../generated/InterviewReport';
import type { ReportFormat } from '../generated/ReportFormat';
import type { ReportTurn } from '../generated/ReportTurn';
import type { SetBand } from '../generated/SetBand';
import type { SetRedFlags } from '../generated/SetRedFlags';
import type { WorkOn } from '../generated/WorkOn';
import { inline } from './html';
import { bandTitle } from './report-rubric';
import { assess } from './report-turns';

const endings: Record<ReportFormat, string> = { markdown: 'md', html: 'html', json: 'json' };

export class FakeReports {
  #reports: InterviewReport[];

  constructor(reports: InterviewReport[]) {
    this.#reports = reports.map(summedUp);
  }

  /** An interview that is over now. */
  add(report: InterviewReport): void {
    this.#reports = [
      summedUp(report),
      ...this.#reports.filter((one) => one.about.id !== report.about.id),
    ];
  }

  has(id: string): boolean {
    return this.#reports.some(({ about }) => about.id === id);
  }

  history(): InterviewHistory {
    return { items: this.#reports.map(({ about }) => about) };
  }

  report(id: string): InterviewReport {
    const found = this.#find(id);
    const earlier = this.#reports
      .map(({ about }) => about)
      .filter(({ kind, begunAt }) => kind === found.about.kind && begunAt < found.about.begunAt);
    const before = earlier[0];
    const comparison =
      before?.coverageWords && found.about.coverageWords
        ? `${found.about.coverageWords} key points, after ${before.coverageWords} the time before.`
        : null;
    return { ...found, earlier, comparison };
  }

  assess(request: AssessAnswer): AssessmentView {
    const judged = assess(this.#turn(request), {
      points: request.points,
      mistakes: request.mistakes,
      redFlags: request.redFlags,
    });
    this.#put(request, judged);
    if (!judged.assessment) throw new AppError('internal', 'Nothing was judged.');
    return judged.assessment;
  }

  undo(interview: string, stage: number, turn: number): void {
    const at = { interview, stage, turn };
    this.#put(at, { ...this.#turn(at), assessment: null });
  }

  setBand({ interview, axis, band }: SetBand): void {
    const { axes } = this.#find(interview);
    this.#change(interview, {
      axes: axes.map((one) => (one.axis === axis ? { ...one, band } : one)),
    });
  }

  setRedFlags({ interview, shown }: SetRedFlags): void {
    const { redFlags } = this.#find(interview);
    this.#change(interview, {
      redFlags: redFlags.map((flag) => ({ ...flag, shown: shown.includes(flag.text) })),
    });
  }

  delete(id: string): void {
    this.#reports = this.#reports.filter(({ about }) => about.id !== this.#find(id).about.id);
  }

  export(id: string, format: ReportFormat): string {
    return `/home/ada/rehearse/reports/${this.#find(id).about.id}.${endings[format]}`;
  }

  #find(id: string): InterviewReport {
    const found = this.#reports.find(({ about }) => about.id === id);
    if (!found) throw new AppError('notFound', 'This interview is not there any more.');
    return found;
  }

  #turn(at: { interview: string; stage: number; turn: number }): ReportTurn {
    const found = this.#find(at.interview).turns.find(
      ({ stage, turn }) => stage === at.stage && turn === at.turn,
    );
    if (!found) throw new AppError('notFound', 'The interview has no such question.');
    return found;
  }

  #put(at: { interview: string; stage: number; turn: number }, turn: ReportTurn): void {
    const { turns } = this.#find(at.interview);
    this.#change(at.interview, {
      turns: turns.map((one) => (one.stage === at.stage && one.turn === at.turn ? turn : one)),
    });
  }

  #change(id: string, change: Partial<InterviewReport>): void {
    this.#reports = this.#reports.map((one) =>
      one.about.id === id ? summedUp({ ...one, ...change }) : one,
    );
  }
}

const worth = { covered: 1, partly: 0.5, missed: 0 };

function summedUp(report: InterviewReport): InterviewReport {
  const can = report.turns.filter(
    ({ expected }) => expected.keyPoints.length + expected.choices.length > 0,
  );
  const judged = report.turns.flatMap(({ assessment }) => assessment ?? []);
  const points = judged.flatMap((one) => one.points);
  const made = points.reduce((sum, { tick }) => sum + worth[tick], 0);
  const words = `${Math.floor(made) || (made > 0 ? '' : 0)}${made % 1 ? '½' : ''} of ${points.length}`;
  const open = report.axes.filter(({ band }) => band === null).map(({ title }) => title);
  const enough = judged.length * 2 >= can.length && open.length === 0;
  const reasons = enough
    ? [
        ...report.axes.map(
          ({ title, band }) => `${title}: ${band ? bandTitle(band).toLowerCase() : ''}.`,
        ),
        `${words} key points were made.`,
      ]
    : [
        ...(judged.length * 2 < can.length
          ? [
              `${judged.length} of ${can.length} questions are assessed; a verdict needs half of them.`,
            ]
          : []),
        ...(open.length > 0 ? [`No band yet for ${open.join(', ')}.`] : []),
      ];
  const coverage = points.length > 0 ? made / points.length : null;
  return {
    ...report,
    about: {
      ...report.about,
      questions: can.length,
      assessed: judged.length,
      coverage,
      coverageWords: coverage === null ? null : words,
      verdict: enough ? (made / points.length > 0.6 ? 'Rather yes' : 'Rather no') : null,
    },
    headline: headline(coverage, report),
    reasons,
    axes: report.axes.map((axis) =>
      axis.axis === 'technical-competence' ? competence(axis, coverage, words) : axis,
    ),
    workOn: report.turns.flatMap(workOn).slice(0, 3),
  };
}

function headline(coverage: number | null, { about }: InterviewReport): string {
  const late = about.spentMs > about.budgetMs * 1.1;
  if (coverage === null)
    return late ? 'Held, and over time; not assessed yet.' : 'Held in time; not assessed yet.';
  const knowledge = coverage >= 0.75 ? 'Sound knowledge' : 'Half of it was there';
  return late ? `${knowledge}, slow to the point.` : `${knowledge}, within the time.`;
}

function competence(axis: InterviewReport['axes'][number], coverage: number | null, words: string) {
  if (coverage === null) return { ...axis, proposed: null, proposedReason: null };
  const proposed =
    coverage >= 0.85
      ? 'above'
      : coverage >= 0.6
        ? 'atTheBar'
        : coverage >= 0.4
          ? 'below'
          : 'notYet';
  return { ...axis, proposed, proposedReason: `${words} key points were made.` } as const;
}

function workOn({ assessment, expected, card, saysHtml, stage, turn }: ReportTurn): WorkOn[] {
  const missed = assessment?.points.find(({ tick }) => tick === 'missed');
  if (!missed) return [];
  const asked = saysHtml.replace(/<\/p>.*$/s, '').replace(/<[^>]+>/g, '');
  const short = asked.length > 90 ? `${asked.slice(0, asked.lastIndexOf(' ', 90))}…` : asked;
  const cards = card ? [card] : expected.cards;
  return [
    { titleHtml: inline(missed.text), reasonHtml: `Missed in “${short}”.`, stage, turn, cards },
  ];
}
