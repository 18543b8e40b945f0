/** The fake's reported questions: written, coded, spoken, chosen, passed over. */
import type { AnswerDraft } from '../generated/AnswerDraft';
import type { AssessmentView } from '../generated/AssessmentView';
import type { ExpectedAnswer } from '../generated/ExpectedAnswer';
import type { ReportTurn } from '../generated/ReportTurn';
import type { Tick } from '../generated/Tick';
import { code, inline, list, paragraphs, points } from './html';
import { propose } from './session';

export const MINUTE = 60_000;

const nothing: AnswerDraft = { notes: '', code: '', language: 'python', chosen: [] };

const blank: ExpectedAnswer = {
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

type Special = Partial<Omit<ReportTurn, 'draft' | 'expected'>> & {
  says: string;
  draft?: Partial<AnswerDraft>;
  expected?: Partial<ExpectedAnswer>;
};

/** A question from what is special about it; stage and turn are set where it is placed. */
function turn({ says, draft, expected, ...special }: Special): ReportTurn {
  const written = { ...nothing, ...draft };
  return {
    stage: 0,
    turn: 0,
    saysHtml: paragraphs(...says.split('\n\n')),
    statementHtml: null,
    outcome: 'answered',
    spentMs: 2 * MINUTE,
    hintUsed: false,
    draft: written,
    codeHtml: written.code === '' ? null : code(written.language, written.code),
    expected: { ...blank, ...expected },
    card: null,
    assessment: null,
    ...special,
  };
}

/** The turn, judged: one tick for each point (`cpm`), and the mistakes made by their place. */
export function judged(one: ReportTurn, ticks: string, mistakes: number[] = []): ReportTurn {
  const words: Record<string, Tick> = { c: 'covered', p: 'partly', m: 'missed' };
  return assess(one, {
    points: one.expected.keyPoints.map(({ text }, index) => ({
      text,
      tick: words[ticks[index] ?? 'c'] ?? 'covered',
    })),
    mistakes: mistakes.flatMap((index) => one.expected.commonMistakes[index]?.text ?? []),
    redFlags: [],
  });
}

export function assess(
  one: ReportTurn,
  made: Pick<AssessmentView, 'points' | 'mistakes' | 'redFlags'>,
): ReportTurn {
  const choices = one.expected.choices;
  const proposal = propose({
    ticks: made.points.map(({ tick }) => tick),
    mistakes: made.mistakes.length + made.redFlags.length,
    hintUsed: one.hintUsed,
    choiceRight:
      choices.length > 0 ? choices.every(({ correct, taken }) => correct === taken) : null,
  });
  return {
    ...one,
    assessment: {
      ...made,
      rating: proposal?.rating ?? null,
      reason: proposal?.reason ?? null,
      movedCard: one.card !== null,
    },
  };
}

export const aboutYourself = () =>
  turn({
    says: 'Thank you for coming. Tell me in two minutes what you have worked on in the last year, and which part of it was yours.',
    spentMs: 4.2 * MINUTE,
    draft: { notes: 'billing export, my part: the retry queue\n200k rows a night, 3 h -> 25 min' },
    expected: {
      answerHtml: paragraphs(
        'I spent last year on the billing export. My part was the queue that tries failed rows again: I found that nine tenths of the night went into rows that would never pass, set those aside, and the run went from three hours to twenty-five minutes.',
      ),
      keyPoints: points(
        'One piece of work, not a list',
        'What was theirs, said with "I"',
        'A result with a figure',
      ),
      commonMistakes: points('Retells the CV from the first job on'),
    },
  });

export const classDesign = () =>
  turn({
    says: 'We keep profiles of users: a name, an e-mail address that must be unique, and a few preferences that differ from user to user. Nothing about storage yet.\n\nHow would you model one profile in Python, which of its fields may change after it was made, and where do you check that an address looks like one?',
    statementHtml: code(
      'python',
      '# what callers should be able to write\nada = Profile("ada@example.org", name="Ada")\nada.preferences["theme"] = "dark"',
    ),
    spentMs: 6.4 * MINUTE,
    draft: {
      notes:
        'dataclass, address = identity -> frozen?\npreferences: dict, default_factory!!\ncheck in __post_init__, one place',
      code: longCode,
    },
    expected: {
      answerHtml:
        paragraphs(
          'A dataclass: a profile is mainly its data. The address identifies it, so it is not assigned again; name and preferences may change.',
          'The check belongs into `__post_init__`, since every way to make a profile goes through it.',
        ) +
        code(
          'python',
          'from dataclasses import dataclass, field\n\n\n@dataclass\nclass Profile:\n    address: str\n    name: str = ""\n    preferences: dict[str, str] = field(default_factory=dict)\n\n    def __post_init__(self) -> None:\n        local, at, host = self.address.partition("@")\n        if not (local and at and "." in host):\n            raise ValueError(f"no address: {self.address!r}")',
        ),
      keyPoints: points(
        'A dataclass, since a profile is mainly its data',
        '`default_factory`, so that two profiles never share one dictionary of preferences',
        'One validation path that every way of making a profile goes through',
        'Says which field is the identity, and does not let it change',
      ),
      commonMistakes: points(
        'A mutable default argument',
        'Validates in the view and again in the script that imports',
      ),
      redFlags: points('Says that Python cannot keep a field from being assigned'),
      assessedHtml: list('Whether data and its rules are kept in one place'),
      probesHtml: [
        inline('What happens to `==` and `hash()` when you add `frozen=True`?'),
        inline('How would you add a second address?'),
      ],
      notesHtml: paragraphs(
        'Library reference, module `dataclasses`, section “Mutable default values”.',
      ),
      cards: [
        { id: 'python-functions/default-list', questionHtml: 'When is a default evaluated?' },
        { id: 'python-functions/lost-help', questionHtml: 'Why is the help lost?' },
      ],
    },
  });

const longCode = `from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Iterator

ADDRESS = re.compile(r"^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$")  # good enough here; the confirmation mail is the real check of an address


@dataclass
class Profile:
    address: str
    name: str = ""
    preferences: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.address = self.address.strip().lower()
        if not ADDRESS.match(self.address):
            raise ValueError(f"not an address: {self.address!r}")

    def rename(self, name: str) -> None:
        self.name = name.strip() or self.name


class Registry:
    """All profiles, by address."""

    def __init__(self) -> None:
        self._by_address: dict[str, Profile] = {}

    def add(self, profile: Profile) -> None:
        if profile.address in self._by_address:
            raise KeyError(profile.address)
        self._by_address[profile.address] = profile

    def __iter__(self) -> Iterator[Profile]:
        return iter(self._by_address.values())
`;

export const persistence = () =>
  turn({
    says: 'Now they should survive a restart. A JSON file will do. Save and load them, and tell me what happens when the machine loses power in the middle of saving.',
    spentMs: 9.8 * MINUTE,
    hintUsed: true,
    draft: { notes: 'tmp file + os.replace, fsync before' },
    expected: {
      answerHtml: paragraphs(
        'I write to a temporary file in the same folder, flush it to the disk, and put it in place with `os.replace`, which is atomic on one file system. A reader sees the old file or the new one, never half of one.',
      ),
      solutionHtml: code(
        'python',
        'def save(profiles, path):\n    part = path.with_suffix(".part")\n    with part.open("w", encoding="utf-8") as file:\n        json.dump([asdict(one) for one in profiles], file)\n        file.flush()\n        os.fsync(file.fileno())\n    os.replace(part, path)',
      ),
      testsHtml: code('python', 'save([ada], path)\nassert load(path) == [ada]'),
      keyPoints: points(
        'Writes beside the file and replaces it in one step',
        'Loads into a new collection, so that a broken file does not wipe what is in memory',
        'Names the encoding',
      ),
      commonMistakes: points('Opens the real file with mode `w`: from then on it is empty'),
      cards: [{ id: 'python-functions/lost-help', questionHtml: 'Why is the help lost?' }],
    },
  });

export const weaknesses = () =>
  turn({
    says: 'Where does this stop being good enough?',
    outcome: 'skipped',
    spentMs: 0.3 * MINUTE,
    expected: {
      answerHtml: paragraphs(
        'Two processes that save at once: the later one wins, and the earlier one’s change is gone. And each save writes everything.',
      ),
      keyPoints: points(
        'Two writers lose each other’s changes',
        'The cost of a save grows with all profiles, not with the change',
      ),
    },
  });

export const yourQuestions = () =>
  turn({
    says: 'That was all from me. What would you like to know about us?',
    spentMs: 3 * MINUTE,
    draft: { notes: 'on call? how do deploys go?' },
    expected: { answerHtml: paragraphs('Two or three questions that only this team can answer.') },
  });

export const gil = () =>
  turn({
    says: 'What does the GIL protect, and what does it leave open?',
    card: { id: 'python-functions/lost-help', questionHtml: 'What does the GIL protect?' },
    spentMs: 3.1 * MINUTE,
    draft: { notes: 'one thread runs bytecode. not my invariants: read, add, write' },
    expected: {
      answerHtml: paragraphs(
        'In the default build one thread at a time runs Python bytecode. That keeps the interpreter’s own state sound. It does not make your steps indivisible: `self.value += 1` reads, adds and writes, and another thread may come between.',
      ),
      keyPoints: points(
        'One thread at a time runs bytecode',
        'It protects the interpreter, not your invariants',
        'It is released while waiting for input and output',
      ),
      commonMistakes: points('Calls `+=` on a shared counter safe'),
    },
  });

export const quiz = (taken: number) =>
  turn({
    says: 'What does the last line print?',
    statementHtml: code(
      'python',
      'def add(item, to=[]):\n    to.append(item)\n    return to\n\nadd(1)\nprint(add(2))',
    ),
    card: { id: 'python-functions/default-list', questionHtml: 'What does it print?' },
    spentMs: 0.8 * MINUTE,
    draft: { chosen: [taken] },
    expected: {
      choices: ['[2]', '[1, 2]', '[1], then [2]', 'A `TypeError`'].map((text, index) => ({
        html: inline(text.includes('`') ? text : `\`${text}\``),
        correct: index === 1,
        taken: index === taken,
        reasonHtml: index === 1 ? paragraphs('The default is made once, when `def` runs.') : null,
      })),
      keyPoints: points('Defaults are evaluated once, at definition'),
    },
  });

export const conflict = () =>
  turn({
    says: 'Tell me about a decision of your team that you thought was wrong. What did you do, and what came of it?',
    spentMs: 4.6 * MINUTE,
    expected: {
      answerHtml: paragraphs(
        'One occasion, told in two minutes: what was decided, what you saw in it, what you did about it yourself, and what came of it, even where you were wrong.',
      ),
      keyPoints: points(
        'Situation: one decision, one day',
        'Task: what was at stake for the team',
        'Action: what they did themselves, and whom they told',
        'Result: what changed, with a figure or a name',
      ),
      commonMistakes: points('A decision that nobody could have defended'),
      redFlags: points('Went round the person who decided'),
      probesHtml: [inline('What did the other side get right?')],
    },
  });

export const failure = () =>
  turn({
    says: 'Now one that did not go well, and that was yours.',
    spentMs: 3.2 * MINUTE,
    draft: { notes: 'migration without rehearsal, 40 min down' },
    expected: {
      answerHtml: paragraphs(
        'A mistake with a cost, owned in the first sentence, and the habit that came out of it.',
      ),
      keyPoints: points(
        'Situation: what was planned',
        'Task: what they answered for',
        'Action: what they did when it went wrong',
        'Result: what it cost, and the habit since then',
      ),
    },
  });
