/** Older takes of the fake: enough of them to say how well they were judged. */
import type { CardView } from '../generated/CardView';
import type { Rating } from '../generated/Rating';
import type { TakeRow } from '../generated/TakeRow';
import { otherCards } from './others';
import { pythonCards } from './python';

const day = 86_400_000;

type Said = [
  card: string,
  daysAgo: number,
  seconds: number,
  points: string,
  predicted: Rating | null,
  rating: Rating | null,
];

const said: Said[] = [
  ['python-functions/lost-help', 3, 142, '', null, null],
  ['rust/long-word', 4, 65, '', 'hard', null],
  ['python-functions/lost-help', 5, 171, '3 of 4', 'good', 'good'],
  ['stories/disagreement', 6, 215, '2 of 4', 'good', 'hard'],
  ['python-functions/default-list', 8, 58, '3 of 3', 'good', 'good'],
  ['rust/ownership', 11, 96, '1½ of 4', 'good', 'hard'],
  ['stories/disagreement', 13, 263, '1½ of 4', 'easy', 'hard'],
  ['python-functions/hashable', 15, 84, '2½ of 3', 'good', 'good'],
  ['rust/ownership', 17, 120, '½ of 4', 'hard', 'again'],
  ['softwarequalitaet/nebenlaeufigkeit', 19, 131, '2 of 3', 'good', 'hard'],
  ['python-functions/lost-help', 21, 188, '2 of 4', 'hard', 'hard'],
  ['python-functions/default-list', 25, 73, '2 of 3', 'hard', 'good'],
  ['stories/disagreement', 29, 301, '1 of 4', 'good', 'again'],
  ['rust/ownership', 33, 142, '½ of 4', 'good', 'again'],
  ['python-functions/hashable', 37, 91, '1½ of 3', 'good', 'hard'],
  ['python-functions/default-list', 43, 77, '1 of 3', 'hard', 'hard'],
  ['python-functions/lost-help', 48, 240, '1 of 4', 'again', 'again'],
];

const cards: CardView[] = [...pythonCards, ...otherCards];

/** Takes of other cards, newest first. */
export function earlierTakes(now: number): TakeRow[] {
  return said.map(([id, daysAgo, seconds, points, predicted, rating], index) => {
    const questionHtml = cards.find((card) => card.id === id)?.questionHtml ?? id;
    const [made = 0, of = 1] = points.split(' of ').map(amount);
    return {
      id: `earlier-${said.length - index}`,
      questionHtml,
      card: { id, questionHtml },
      interview: null,
      begunAt: now - daysAgo * day - index * 1_260_000,
      durationMs: seconds * 1000,
      budgetMs: 180_000,
      shorter: false,
      sound: index === 9 ? 'missing' : 'kept',
      job: index === 0 ? { what: 'Compressing', share: 0.4 } : null,
      bytes: seconds * 17_500,
      starred: false,
      note: index === 3 ? 'Begins well, then loses the thread: say the result first.' : '',
      predicted,
      rating,
      coverage: rating && made / of,
      coverageWords: rating && points,
      pausedMs: seconds * 90,
    };
  });
}

/** "1½" as 1.5. */
function amount(words: string): number {
  return Number(words.replace('½', '')) + (words.endsWith('½') ? 0.5 : 0);
}
