/** What the fake says of how well takes were judged. Rules by eye, not the core's. */
import type { Bias } from '../generated/Bias';
import type { Calibration } from '../generated/Calibration';
import type { CalibrationPoint } from '../generated/CalibrationPoint';
import type { Rating } from '../generated/Rating';
import type { TakeRow } from '../generated/TakeRow';

const ratings: Rating[] = ['again', 'hard', 'good', 'easy'];
const ENOUGH = 10;
const ENOUGH_OF_A_TOPIC = 3;

export function calibrationOf(rows: TakeRow[]): Calibration {
  const judged = rows.filter(({ predicted, rating }) => predicted && rating).reverse();
  const points = judged.map(
    ({ id, begunAt, predicted, rating, questionHtml }): CalibrationPoint => ({
      take: id,
      at: begunAt,
      predicted: predicted ?? 'again',
      derived: rating ?? 'again',
      questionHtml,
    }),
  );
  const row = (): [number, number, number, number] => [0, 0, 0, 0];
  const grid: Calibration['grid'] = [row(), row(), row(), row()];
  for (const { predicted, derived } of points) {
    const cells = grid[ratings.indexOf(predicted)];
    if (cells) cells[ratings.indexOf(derived)] = (cells[ratings.indexOf(derived)] ?? 0) + 1;
  }
  const topics = new Map<string, CalibrationPoint[]>();
  points.forEach((point, index) => {
    const topic = topicOf(judged[index]);
    topics.set(topic, [...(topics.get(topic) ?? []), point]);
  });
  const bias = biasOf(points, ENOUGH);
  return {
    sentence: bias
      ? inWords(bias)
      : `${points.length} takes are too few to say how well you judge.`,
    points,
    grid,
    bias,
    topics: [...topics]
      .flatMap(([topic, some]) => {
        const found = biasOf(some, ENOUGH_OF_A_TOPIC);
        return found ? [{ topic, bias: found, words: inWords(found) }] : [];
      })
      .sort((one, other) => Math.abs(other.bias.mean) - Math.abs(one.bias.mean)),
    agreement: bias && {
      kappa: 0.71,
      low: 0.48,
      high: 0.86,
      takes: 4,
      points: 17,
      words: 'Of 17 key points you judged 14 as before: substantial agreement.',
    },
    regrade: judged[0]?.id ?? null,
  };
}

function topicOf(take: TakeRow | undefined): string {
  return take?.card?.id.split('/')[0] ?? 'interview';
}

function biasOf(points: CalibrationPoint[], enough: number): Bias | null {
  const of = points.length;
  if (of < enough) return null;
  const off = points.map(
    ({ predicted, derived }) => ratings.indexOf(predicted) - ratings.indexOf(derived),
  );
  const mean = off.reduce((sum, one) => sum + one, 0) / of;
  const spread = off.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (of - 1);
  const either = 1.96 * Math.sqrt(Math.max(spread, 0.1) / of);
  return { mean, low: mean - either, high: mean + either, of };
}

function inWords({ mean, low, high }: Bias): string {
  if (low <= 0 && high >= 0) return 'Your predictions are about right.';
  const amount = Math.abs(mean) < 0.75 ? 'about half a rating' : 'about a full rating';
  return `You predict ${amount} too ${mean > 0 ? 'high' : 'low'}.`;
}
