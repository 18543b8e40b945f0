/** The fake's rubric: axes in four bands, with signs as the core words them. */
import type { AxisView } from '../generated/AxisView';
import type { Band } from '../generated/Band';

const titles: [Band, string][] = [
  ['notYet', 'Not yet'],
  ['below', 'Below the bar'],
  ['atTheBar', 'At the bar'],
  ['above', 'Above the bar'],
];

function axis(name: string, title: string, ...signs: [string[], string[], string[], string[]]) {
  return (): AxisView => ({
    axis: name,
    title,
    band: null,
    proposed: null,
    proposedReason: null,
    bands: titles.map(([band, title], index) => ({
      band,
      title,
      signs: [...(signs[index] ?? [])],
    })),
  });
}

const technical = [
  axis(
    'communication',
    'Communication',
    [
      'Long silences, with no word on what is being thought.',
      'Answered another question than the one asked.',
    ],
    [
      'The answer came late, after a tour of everything around it.',
      'A listener had to ask before they could follow.',
    ],
    [
      'The answer first, then the reason.',
      'Said aloud what was assumed, and asked where the question was open.',
    ],
    [
      'Said how long the answer would be, and kept to it.',
      'Picked up a hint in the question and built on it.',
    ],
  ),
  axis(
    'problem-solving',
    'Problem solving',
    ['Started to write before the task was clear.', 'Stuck, and tried the same thing again.'],
    [
      'Found a way, but only the one that came first.',
      'Edge cases came up when the interviewer named them.',
    ],
    [
      'Asked for sizes, limits and odd inputs before starting.',
      'Compared two ways and said why one fits here.',
    ],
    [
      'Cut the problem into parts that can be judged alone.',
      'Saw what would break first as it grows, unasked.',
    ],
  ),
  axis(
    'technical-competence',
    'Technical competence',
    ['A central statement was wrong, and stayed wrong.', 'Most key points were missed.'],
    ['Terms were right, reasons were missing.', 'About half of the key points were made.'],
    ['Most key points, each with its reason.', 'Code that would run, and its cost named.'],
    [
      'Nearly all key points, and where each stops being true.',
      'Named the cost and the alternative before being asked.',
    ],
  ),
  axis(
    'testing',
    'Testing',
    [
      'Called it done without trying a single input.',
      'Errors from outside were not handled anywhere.',
    ],
    ['Tried the happy case only.', 'Said "I would test it", not what or how.'],
    [
      'Walked through an input by hand, and an empty or broken one.',
      'Named the tests that the code needs.',
    ],
    [
      'Named the test that would catch the likeliest mistake, first.',
      'Shaped the code so that it can be tested: time, files and chance come in from outside.',
    ],
  ),
];

const behavioural = [
  axis(
    'structure',
    'Structure of the stories',
    ['No single occasion: "we usually", "I would".', 'A listener could not say what happened.'],
    ['Most of the time went into the situation.', 'The task, or the result, was missing.'],
    [
      'Situation, task, action and result, in this order.',
      'The action took at least half of the time.',
    ],
    [
      'The point of the story came in the first sentence.',
      'Told in two minutes, with the details kept for questions.',
    ],
  ),
  axis(
    'ownership',
    'Own part',
    ['Only "we"; their own part cannot be told.', 'Somebody else was at fault.'],
    ['Did what was asked, no more.', 'The decision was another’s, and stayed unexplained.'],
    ['What they did themselves, step by step, with "I".', 'Why this step and not another.'],
    [
      'Took on what nobody had asked for, and told those concerned.',
      'Gave others their share by name.',
    ],
  ),
  axis(
    'result',
    'Result',
    ['The story ends before anything came of it.'],
    [
      '"It went well": no figure, nobody who noticed.',
      'The result is the work itself, not what it changed.',
    ],
    [
      'A result with a figure, or with what somebody did differently.',
      'What it meant for users or for the team.',
    ],
    ['A figure before and after, and how it was measured.', 'What it cost, said unasked.'],
  ),
  axis(
    'reflection',
    'Reflection',
    ['Nothing would be done otherwise.'],
    ['A lesson in general words.', 'Named a weakness that is a strength in disguise.'],
    ['One thing that they would do otherwise, and why.'],
    ['Changed a habit because of it, with a later occasion to show for it.'],
  ),
];

export const technicalAxes = (): AxisView[] => technical.map((make) => make());
export const behaviouralAxes = (): AxisView[] => behavioural.map((make) => make());

export function bandTitle(band: Band): string {
  return titles.find(([one]) => one === band)?.[1] ?? band;
}
