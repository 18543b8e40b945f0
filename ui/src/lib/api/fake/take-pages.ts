/** What the fake shows of its takes: a question about the GIL, a story, a long conversation. */
import type { DiffLine } from '../generated/DiffLine';
import type { ExpectedAnswer } from '../generated/ExpectedAnswer';
import type { Marker } from '../generated/Marker';
import type { TakePage } from '../generated/TakePage';
import type { TakeRow } from '../generated/TakeRow';
import type { TakeWork } from '../generated/TakeWork';
import type { Tick } from '../generated/Tick';
import { code, inline, paragraphs, points } from './html';
import { measuresOf, waveOf } from './take-sound';

const nothingExpected: ExpectedAnswer = {
  answerHtml: null,
  solutionHtml: null,
  testsHtml: null,
  keyPoints: [],
  commonMistakes: [],
  redFlags: [],
  choices: [],
  assessedHtml: null,
  probesHtml: [],
  notesHtml: null,
  cards: [],
};

export const emptyWork: TakeWork = {
  points: [],
  mistakes: [],
  redFlags: [],
  story: { situation: null, task: null, action: null, result: null, figure: null },
  delivery: { structure: null, brevity: null },
  markers: [],
};

const gilExpected: ExpectedAnswer = {
  ...nothingExpected,
  answerHtml:
    paragraphs(
      'In the default build of CPython, one lock, the GIL, lets only one thread at a time run Python bytecode. It keeps the interpreter’s own state sound: reference counts, the inside of a `list` or a `dict`. It is released while a thread waits for a socket or a file, and at intervals (5 ms unless set otherwise), so threads do help with waiting.',
      'It does not make your steps indivisible. `self.value += 1` reads, adds and writes; another thread may come between.',
    ) +
    code('python', 'with self._lock:      # one step for all\n    self.value += 1\n') +
    paragraphs(
      'Python 3.14 officially supports a second, free-threaded build, `python3.14t`. There threads run bytecode in parallel, containers guard themselves with locks of their own, and single-threaded code runs somewhat slower. It stays optional. An extension module that does not declare support turns the GIL back on when it is imported.',
    ),
  keyPoints: points(
    'One thread at a time runs bytecode',
    'It protects the interpreter, not your invariants',
    'It is released while waiting',
    'Free-threaded: a separate, supported build',
    'An extension module can turn the GIL back on',
  ),
  commonMistakes: points('“With the GIL, code is thread-safe”', '“Python 3.14 has no GIL”'),
  redFlags: points('Insists after a hint that `+=` is one step'),
  probesHtml: [inline('What would you measure before switching builds?')],
};

const both = (text: string): DiffLine => ({ side: 'both', text });
const own = (text: string): DiffLine => ({ side: 'own', text });
const solution = (text: string): DiffLine => ({ side: 'solution', text });

const ownCode = `lock = threading.Lock()

def add(times):
    for _ in range(times):
        with lock:
            count["n"] += 1
`;

function gilPage(
  take: TakeRow,
): Pick<TakePage, 'question' | 'expected' | 'written' | 'codeHtml' | 'codeDiff'> {
  const wrote = take.id === 'take-4';
  return {
    question: {
      html: 'What does the <code>GIL</code> protect, what does it leave open, and what changes in the free-threaded build of Python 3.14?',
      statementHtml: null,
      kind: 'open',
      place: 'Python: runtime and concurrency',
      deck: 'python-mid',
      language: 'en',
      card: take.card,
    },
    expected: gilExpected,
    written: {
      notes: wrote
        ? 'GIL = one thread runs bytecode. I/O lets go of it.\n\nSo counters are safe?? no: read, add, write.\n\n3.14t: own build, supported now'
        : '',
      code: wrote ? ownCode : '',
      language: 'python',
      chosen: [],
    },
    codeHtml: wrote ? code('python', ownCode) : null,
    codeDiff: wrote
      ? [
          solution('import threading'),
          solution(''),
          both('lock = threading.Lock()'),
          own(''),
          own('def add(times):'),
          solution('count = {"n": 0}'),
          solution(''),
          solution('def add(times: int) -> None:'),
          both('    for _ in range(times):'),
          both('        with lock:'),
          both('            count["n"] += 1'),
        ]
      : [],
  };
}

function storyPage(): ReturnType<typeof gilPage> {
  return {
    question: {
      html: 'Tell me about a time when you had to tell a customer that a date could not be kept.',
      statementHtml: paragraphs('One story of your own, in about three minutes.'),
      kind: 'behavioural',
      place: 'Stories: pressure',
      deck: 'stories',
      language: 'en',
      card: { id: 'stories/date', questionHtml: 'A date that could not be kept' },
    },
    expected: {
      ...nothingExpected,
      answerHtml: paragraphs(
        'A strong story says early that the date was at risk, who decided what, what the candidate did in the first person, and how it ended, with a figure: days, money, people.',
      ),
      keyPoints: points(
        'Told the customer before the date, not after',
        'Brought choices, not excuses',
      ),
      redFlags: points('Blames the team'),
    },
    written: { notes: '', code: '', language: 'python', chosen: [] },
    codeHtml: null,
    codeDiff: [],
  };
}

function talkPage(take: TakeRow): ReturnType<typeof gilPage> {
  return {
    question: {
      html: take.questionHtml,
      statementHtml: null,
      kind: 'open',
      place: take.interview?.title ?? take.card?.id ?? 'Python',
      deck: take.card?.id.split('/')[0] ?? '',
      language: 'en',
      card: take.card,
    },
    expected: {
      ...nothingExpected,
      answerHtml: paragraphs(
        'The profiles stay in the relational store; what is read often is cached beside it, with a time to live.',
      ),
      keyPoints: points(
        'Names the reads and writes first',
        'Says what happens when the cache is wrong',
      ),
    },
    written: { notes: '', code: '', language: 'python', chosen: [] },
    codeHtml: null,
    codeDiff: [],
  };
}

const point = (atMs: number, text: string): Marker => ({ atMs, of: 'point', text });

/** The ticks of the take of nine days ago. */
function judgedWork(): TakeWork {
  const ticks: Tick[] = ['covered', 'partly', 'covered', 'covered', 'missed'];
  const texts = gilExpected.keyPoints.map(({ text }) => text);
  return {
    ...emptyWork,
    points: texts.map((text, index) => ({ text, tick: ticks[index] ?? 'missed' })),
    mistakes: ['“With the GIL, code is thread-safe”'],
    delivery: { structure: 'partly', brevity: 'covered' },
    markers: [
      point(33_000, texts[0] ?? ''),
      point(52_000, texts[1] ?? ''),
      { atMs: 58_000, of: 'mistake', text: '“With the GIL, code is thread-safe”' },
      point(96_000, texts[3] ?? ''),
      { atMs: 121_000, of: 'moment', text: '' },
    ],
  };
}

/** Takes that only have a page: a story, and a conversation of 45 minutes. */
export function pageOnlyRows(like: TakeRow): TakeRow[] {
  const plain: TakeRow = { ...like, rating: null, starred: false, note: '' };
  return [
    {
      ...plain,
      id: 'take-story',
      card: { id: 'stories/date', questionHtml: 'A date that could not be kept' },
      questionHtml: 'A date that could not be kept',
      predicted: 'easy',
    },
    {
      ...plain,
      id: 'take-long',
      card: null,
      questionHtml: 'Design a service that keeps the profiles of forty million users.',
      predicted: 'good',
      durationMs: 2_700_000,
      bytes: 43_000_000,
    },
  ];
}

export function pageOf(take: TakeRow, others: TakeRow[]): TakePage {
  const about =
    take.id === 'take-story'
      ? storyPage()
      : take.card?.id === 'python-mid/gil'
        ? gilPage(take)
        : talkPage(take);
  const judged = take.rating !== null;
  const hasSound = take.sound !== 'deleted';
  const isStory = about.question.kind === 'behavioural';
  return {
    ...about,
    take,
    wave: hasSound ? waveOf(take.durationMs) : [],
    measures: hasSound && take.job === null ? measuresOf(take.durationMs) : null,
    work: judged ? judgedWork() : emptyWork,
    storyParts: isStory ? ['situation', 'task', 'action', 'result'] : [],
    asksFigure: isStory,
    assessment: judged
      ? {
          at: take.begunAt + 600_000,
          derived: 'hard',
          reason: '3½ of 5 points would be Good, the mistake at 0:58 makes it Hard.',
          rating: take.rating ?? 'hard',
          movedCard: true,
          regrades: [],
        }
      : null,
    previews: take.card
      ? [
          { rating: 'again', minutes: 10, days: null },
          { rating: 'hard', minutes: null, days: 6 },
          { rating: 'good', minutes: null, days: 15 },
          { rating: 'easy', minutes: null, days: 32 },
        ]
      : [],
    scheduleNote: take.card
      ? null
      : 'No card belongs to this question: the rating moves no schedule.',
    others,
    progress: others.length > 1 ? 'Shorter each time since October; key point 5 never yet.' : null,
    path: hasSound ? `/home/ada/.local/share/rehearse/takes/${take.id}.flac` : null,
  };
}
