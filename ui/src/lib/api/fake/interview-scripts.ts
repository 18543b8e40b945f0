/** The fake's written interviews: a technical one with code, and a behavioural one in German. */
import type { AskedChoice } from '../generated/AskedChoice';
import type { CardView } from '../generated/CardView';
import type { ExpectedAnswer } from '../generated/ExpectedAnswer';
import type { WrittenInterview } from '../generated/WrittenInterview';
import { code, inline, list, paragraphs, points } from './html';

export interface FakeTurn {
  says: string;
  statementHtml: string | null;
  choices: AskedChoice[];
  severalRight: boolean;
  hintHtml: string | null;
  /** Where code is wanted: its language, and what the editor starts with. */
  code: { language: string; starter: string } | null;
  expected: ExpectedAnswer;
}

export interface FakeStage {
  titleHtml: string;
  minutes: number;
  turns: FakeTurn[];
}

export interface FakeScript extends Omit<WrittenInterview, 'stages' | 'minutes'> {
  stages: FakeStage[];
}

function expected(special: Partial<ExpectedAnswer> = {}): ExpectedAnswer {
  return {
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
    ...special,
  };
}

function turn(says: string, special: Partial<Omit<FakeTurn, 'says'>> = {}): FakeTurn {
  return {
    says,
    statementHtml: null,
    choices: [],
    severalRight: false,
    hintHtml: null,
    code: null,
    expected: expected(),
    ...special,
  };
}

const opening: FakeStage = {
  titleHtml: 'Opening',
  minutes: 3,
  turns: [
    turn('Tell me about the system that you know best, in two minutes.', {
      hintHtml: paragraphs('Say first what it is for, then how large it is, then your part in it.'),
      expected: expected({
        answerHtml: paragraphs(
          'I look after the service that prices every parcel of a delivery company: 40 requests a second, one PostgreSQL, and a rule engine that I wrote. What I would change is the cache, which nobody can invalidate by hand.',
        ),
        keyPoints: points(
          'What the system is for, in one sentence',
          'How large it is, in figures',
          'What your own part in it was',
        ),
        commonMistakes: points('Telling the history of the company'),
        redFlags: points('No part of it was yours'),
        assessedHtml: paragraphs('Whether you can be brief about something that you know well.'),
        probesHtml: [inline('What would you do differently today?')],
      }),
    }),
  ],
};

const language: FakeStage = {
  titleHtml: 'The language',
  minutes: 10,
  turns: [
    turn('Which of these can be a key of a dictionary? Think aloud.', {
      choices: [
        { index: 2, html: inline('`frozenset({1, 2})`') },
        { index: 0, html: inline('`(52, 13)`') },
        { index: 1, html: inline('`[52, 13]`') },
      ],
      severalRight: true,
      expected: expected({
        choices: [
          {
            html: inline('`(52, 13)`'),
            correct: true,
            taken: false,
            reasonHtml: paragraphs('A tuple of hashable things is hashable.'),
          },
          {
            html: inline('`[52, 13]`'),
            correct: false,
            taken: false,
            reasonHtml: paragraphs('A list can change, so it has no hash.'),
          },
          { html: inline('`frozenset({1, 2})`'), correct: true, taken: false, reasonHtml: null },
        ],
      }),
    }),
    turn('What does `functools.wraps` do, and what does it leave undone?', {
      hintHtml: paragraphs('Which object does the name refer to after the `@` line?'),
      expected: expected({
        answerHtml:
          paragraphs(
            'It copies the name, the docstring and the other metadata from the wrapped function to the wrapper and keeps the original as `__wrapped__`.',
          ) +
          code(
            'python',
            `import functools

def logged(func):
    @functools.wraps(func)
    def wrapper(*args, **kwargs):
        return func(*args, **kwargs)
    return wrapper
`,
          ) +
          list('Arguments are still not checked.', 'Static types are lost without `ParamSpec`.'),
        keyPoints: points(
          'It copies name, docstring and other metadata',
          'It sets `__wrapped__`, which `inspect.signature` follows',
          'It does not check arguments or keep static types',
        ),
        commonMistakes: points('Saying that the original function is changed'),
        notesHtml: paragraphs('Type parameters are copied from Python 3.12 on.'),
      }),
    }),
  ],
};

const coding: FakeStage = {
  titleHtml: 'Coding: a log that never ends',
  minutes: 15,
  turns: [
    turn(
      'Our access log is larger than memory and never ends. Write a function that names the ten clients with the most requests.',
      {
        statementHtml:
          paragraphs('Each line begins with the client’s address:') +
          code(
            'text',
            `198.51.100.7 - - [20/Nov/2026:14:02:11 +0100] "GET /prices HTTP/1.1" 200 5120
203.0.113.20 - - [20/Nov/2026:14:02:12 +0100] "GET /a/very/long/path/that/has/to/scroll/inside/its/own/block HTTP/1.1" 404 153
`,
          ),
        hintHtml: paragraphs('What grows here: the lines, or the clients?'),
        code: {
          language: 'python',
          starter: `from collections.abc import Iterable


def busiest(lines: Iterable[str], top: int = 10):
    """Return the busiest clients, with their counts."""
`,
        },
        expected: expected({
          answerHtml: paragraphs(
            'Memory grows with the clients, not with the lines, so one counter and one pass are enough.',
          ),
          solutionHtml: code(
            'python',
            `from collections import Counter
from collections.abc import Iterable


def busiest(lines: Iterable[str], top: int = 10):
    """Return the busiest clients, with their counts."""
    counts = Counter(line.partition(" ")[0] for line in lines)
    return counts.most_common(top)
`,
          ),
          testsHtml: code('python', `assert busiest(["a x", "b y", "a z"], 1) == [("a", 2)]\n`),
          keyPoints: points(
            'Reads line by line, never the whole file',
            'Says that memory grows with the clients',
            'Takes any iterable of lines, so that it can be tested',
          ),
          commonMistakes: points('Reading the file into a list', 'Sorting all the counts'),
        }),
      },
    ),
    turn(
      'Good. Now suppose that the addresses are IPv6 and nearly all distinct, so the counter itself no longer fits. What do you give up, and how do you tell the people who read the figures?',
      {
        hintHtml: paragraphs('Which counters could you do without?'),
        code: { language: 'python', starter: '' },
        expected: expected({
          answerHtml: paragraphs(
            'I give up exactness. Space-Saving keeps a fixed number of counters and evicts the smallest; the error is bounded by the number of lines divided by the number of counters, and that bound stands beside each figure.',
          ),
          keyPoints: points(
            'Gives up exact counts, and says so',
            'Names a sketch with bounded memory and its error',
          ),
        }),
      },
    ),
  ],
};

const closing: FakeStage = {
  titleHtml: 'Your questions',
  minutes: 5,
  turns: [
    turn('What would you like to know about us?', {
      expected: expected({
        answerHtml: paragraphs(
          'How does a change get from a laptop to production here, and how long does that take?',
        ),
      }),
    }),
  ],
};

export const scripts: FakeScript[] = [
  {
    id: 'python-functions/backend',
    title: 'Backend engineer, Python',
    deckTitle: 'Python: functions and decorators',
    role: 'Mid-level backend engineer',
    interviewer:
      'Ms Okafor, who leads the team that you would join; friendly, follows up on every “it depends”, lets you finish',
    settingHtml: paragraphs('The second of three talks, by video. You share an editor.'),
    assesses: ['The language', 'Code told aloud', 'Honesty about limits'],
    language: 'en',
    stages: [opening, language, coding, closing],
    lastBegunAt: new Date(2026, 10, 18, 18, 30).getTime(),
    times: 2,
  },
  {
    id: 'stories/recruiter',
    title:
      'Erstgespräch mit der Personalabteilung: Verantwortungsbewusstsein und Gehaltsvorstellung',
    deckTitle: 'Stories from my own work',
    role: 'Softwareentwicklerin oder Softwareentwickler',
    interviewer: 'Herr Brandt, Personalreferent, freundlich und genau',
    settingHtml: paragraphs('Zwanzig Minuten am Telefon.'),
    assesses: ['Beweggründe', 'Umgang mit Meinungsverschiedenheiten'],
    language: 'de',
    stages: [
      {
        titleHtml: 'Beweggründe',
        minutes: 8,
        turns: [
          turn('Warum möchten Sie Ihre jetzige Stelle verlassen?', {
            expected: expected({
              answerHtml: paragraphs('Ich suche mehr Verantwortung für den Betrieb.'),
              keyPoints: points(
                'Nach vorn begründet, nicht gegen andere',
                'Ein nachprüfbares Ziel',
              ),
              redFlags: points('Schlecht über andere sprechen'),
            }),
          }),
        ],
      },
      {
        titleHtml: 'Meinungsverschiedenheiten im Entwicklungsteam',
        minutes: 12,
        turns: [
          turn('Erzählen Sie von einer Entscheidung, die Sie für falsch hielten.', {
            expected: expected({
              keyPoints: points('Lage', 'Aufgabe', 'Handlung', 'Ergebnis'),
            }),
          }),
        ],
      },
    ],
    lastBegunAt: null,
    times: 0,
  },
];

/** What the page of choosing shows of a script. */
export function outlineOf(script: FakeScript): WrittenInterview {
  const stages = script.stages.map(({ titleHtml, minutes }) => ({ titleHtml, minutes }));
  const minutes = stages.reduce((sum, stage) => sum + stage.minutes, 0);
  return { ...script, stages, minutes };
}

/** A script of one stage for each card. */
export function scriptOf(cards: CardView[]): FakeScript {
  return {
    id: 'composed',
    title: 'Composed from your decks',
    deckTitle: '',
    role: '',
    interviewer: '',
    settingHtml: '',
    assesses: [],
    language: cards[0]?.language ?? 'en',
    stages: cards.map((card) => ({
      titleHtml: card.section ?? card.deckTitle,
      minutes: card.minutes ?? 3,
      turns: [
        turn(card.questionHtml.replace(/<[^>]+>/g, ''), {
          statementHtml: card.statementHtml,
          choices: card.choices.map(({ index, html }) => ({ index, html })),
          severalRight: card.severalRight,
          hintHtml: card.hintHtml,
          code: card.kind === 'code' ? { language: 'python', starter: '' } : null,
          expected: expected({
            answerHtml: card.answerHtml,
            solutionHtml: card.solutionHtml,
            testsHtml: card.testsHtml,
            keyPoints: card.keyPoints,
            commonMistakes: card.commonMistakes,
            redFlags: card.redFlags,
            choices: card.choices.map((choice) => ({ ...choice, taken: false })),
            assessedHtml: card.assessedHtml,
            notesHtml: card.notesHtml,
            cards: [{ id: card.id, questionHtml: card.questionHtml }],
          }),
        }),
      ],
    })),
    lastBegunAt: null,
    times: 0,
  };
}
