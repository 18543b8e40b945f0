import { tick } from 'svelte';
import type { Api } from '$lib/api/api';
import { AppError } from '$lib/api/errors';
import type { Band } from '$lib/api/generated/Band';
import type { InterviewReport } from '$lib/api/generated/InterviewReport';
import type { TakeRow } from '$lib/api/generated/TakeRow';
import type { ReportFormat } from '$lib/api/generated/ReportFormat';
import { Loader } from '$lib/components/loader.svelte';
import { canBeJudged } from './words';

type ReportApi = Pick<
  Api,
  'interviewReport' | 'setBand' | 'setRedFlags' | 'exportReport' | 'printPage' | 'takesOf'
>;

/** One report: what it found, the bands and red flags that one gives, the ways out of the program. */
export class ReportSession {
  #api: ReportApi;
  readonly id: string;
  readonly report: Loader<InterviewReport>;
  /** Where the report was saved; gone with the next action. */
  saved = $state<string | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** The takes of its questions, newest first. */
  takes = $state.raw<TakeRow[]>([]);
  /** Paper wants every answer in full; it is only rendered for it. */
  printing = $state(false);

  /** Questions that can be judged and are not. */
  readonly open = $derived.by(
    () =>
      this.report.data?.turns.filter((turn) => canBeJudged(turn) && turn.assessment === null)
        .length ?? 0,
  );

  constructor(api: ReportApi, id: string) {
    this.#api = api;
    this.id = id;
    this.report = new Loader(() => api.interviewReport(id));
  }

  /** Reads the report, and which of its questions can be listened to. */
  async read(): Promise<void> {
    const [, takes] = await Promise.all([
      this.report.refresh(),
      this.#api
        .takesOf({ kind: 'interview', interview: this.id })
        .catch((thrown: unknown) => ((this.problem = AppError.from(thrown)), [])),
    ]);
    this.takes = takes;
  }

  /** Gives a band on an axis, or with null takes it back. */
  async setBand(axis: string, band: Band | null): Promise<void> {
    await this.#change(
      (report) => ({
        ...report,
        axes: report.axes.map((one) => (one.axis === axis ? { ...one, band } : one)),
      }),
      () => this.#api.setBand({ interview: this.id, axis, band }),
    );
  }

  async setRedFlag(text: string, shown: boolean): Promise<void> {
    await this.#change(
      (report) => ({
        ...report,
        redFlags: report.redFlags.map((one) => (one.text === text ? { ...one, shown } : one)),
      }),
      ({ redFlags }) =>
        this.#api.setRedFlags({
          interview: this.id,
          shown: redFlags.filter((one) => one.shown).map((one) => one.text),
        }),
    );
  }

  async export(format: ReportFormat): Promise<void> {
    await this.#act(async () => {
      this.saved = await this.#api.exportReport(this.id, format);
    });
  }

  async print(): Promise<void> {
    await this.#act(async () => {
      this.printing = true;
      await tick();
      await this.#api.printPage();
    });
  }

  /** Shows a change at once, then what follows from it; a failure takes it back. */
  async #change(
    change: (report: InterviewReport) => InterviewReport,
    save: (changed: InterviewReport) => Promise<void>,
  ): Promise<void> {
    const before = this.report.data;
    if (!before) return;
    const changed = change(before);
    this.report.set(changed);
    await this.#act(async () => {
      try {
        await save(changed);
      } catch (thrown) {
        this.report.set(before);
        throw thrown;
      }
      await this.report.refresh();
    });
  }

  async #act(action: () => Promise<void>): Promise<void> {
    this.saved = null;
    this.problem = null;
    try {
      await action();
    } catch (thrown) {
      this.problem = AppError.from(thrown);
    }
  }
}
