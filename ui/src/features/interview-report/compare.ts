/** Two reports side by side: which of their axes, stages and questions are the same. */
import type { AxisView } from '$lib/api/generated/AxisView';
import type { InterviewReport } from '$lib/api/generated/InterviewReport';
import type { ReportStage } from '$lib/api/generated/ReportStage';
import type { ReportTurn } from '$lib/api/generated/ReportTurn';

/** One thing, as each of two reports has it; null where one does not. */
export type Pair<T> = [T | null, T | null];

export interface Comparison {
  axes: Pair<AxisView>[];
  stages: Pair<ReportStage>[];
  /** Questions that both asked, in the order of the second. */
  questions: [ReportTurn, ReportTurn][];
  /** Questions that only one of them asked. */
  onlyIn: [ReportTurn[], ReportTurn[]];
}

export function compared(first: InterviewReport, second: InterviewReport): Comparison {
  const asked = pairs(
    first.turns,
    second.turns,
    (turn) => `${turn.saysHtml}\n${turn.statementHtml}`,
  );
  return {
    axes: pairs(first.axes, second.axes, ({ axis }) => axis),
    stages: pairs(first.stages, second.stages, ({ titleHtml }) => titleHtml),
    questions: asked.flatMap(([one, other]): [ReportTurn, ReportTurn][] =>
      one && other ? [[one, other]] : [],
    ),
    onlyIn: [
      asked.flatMap(([one, other]) => (one && !other ? [one] : [])),
      asked.flatMap(([one, other]) => (other && !one ? [other] : [])),
    ],
  };
}

/** Pairs what has the same key; each is taken once. What only the first has comes last. */
function pairs<T>(first: T[], second: T[], key: (one: T) => string): Pair<T>[] {
  const left = [...first];
  const found = second.map((other): Pair<T> => {
    const at = left.findIndex((one) => key(one) === key(other));
    const [one = null] = at < 0 ? [] : left.splice(at, 1);
    return [one, other];
  });
  return [...found, ...left.map((one): Pair<T> => [one, null])];
}
