/** The fake's other cards: a story, German with long words, Rust, and one that tries to break the layout. */
import type { CardView } from '../generated/CardView';
import { card, code, inline, list, paragraphs, points, seenStatus } from './html';

export const otherCards: CardView[] = [
  card({
    id: 'stories/disagreement',
    deckTitle: 'Stories from my own work',
    section: 'Working with others',
    kind: 'behavioural',
    minutes: 4,
    tags: ['conflict'],
    questionHtml: inline(
      'Tell me about a time when you disagreed with a decision of your team and had to live with it.',
    ),
    answerHtml: paragraphs(
      'A good story names the decision and what was at stake, says what you did to be heard, and shows that you carried the decision once it stood. It ends with what came of it, also when you were wrong.',
    ),
    keyPoints: points(
      '**Situation**: which team, which decision, what was at stake',
      '**Task**: what was yours to do',
      '**Action**: how you were heard, and how you then carried the decision',
      '**Result**: what came of it, in figures where there are any; what you would do again',
    ).map((point) => ({
      ...point,
      html: point.html.replace(/\*\*(.+?)\*\*/, '<strong>$1</strong>'),
    })),
    commonMistakes: points('Telling it so that everybody else was a fool'),
    redFlags: points('Having quietly done the opposite'),
    assessedHtml: paragraphs('Whether you can disagree and commit, and whether you learn.'),
  }),
  card({
    id: 'softwarequalitaet/nebenlaeufigkeit',
    deckTitle: 'Softwarequalitätssicherung und Nebenläufigkeitsgrundlagen',
    section: 'Nebenläufigkeit',
    language: 'de',
    tags: ['nebenläufigkeit'],
    questionHtml: inline(
      'Was unterscheidet Nebenläufigkeit von Parallelität, und warum hilft eine Geschwindigkeitsbegrenzungsüberschreitungswarnung an der Datenbankverbindungspoolkonfiguration keinem von beiden?',
    ),
    answerHtml:
      paragraphs(
        'Nebenläufig sind Aufgaben, deren Ausführung sich zeitlich überlappt; parallel sind sie, wenn sie wirklich gleichzeitig laufen. Nebenläufigkeit ist eine Eigenschaft der Programmstruktur, Parallelität eine der Ausführung.',
      ) + list('Ein Prozessorkern genügt für Nebenläufigkeit.', 'Parallelität braucht mehrere.'),
    keyPoints: points('Struktur gegen Ausführung', 'Ein Kern genügt für Nebenläufigkeit'),
    status: seenStatus({ lastRating: 'again', lapses: 7, leech: true, marked: true }),
  }),
  card({
    id: 'rust/ownership',
    deckTitle: 'Rust: ownership',
    section: 'Moves',
    questionHtml: inline(
      "Why does `Pin<Box<dyn Future<Output = Result<Response<BoxBody>, Infallible>> + Send + 'static>>` have so many parts, and which of them would you drop in a single-threaded runtime?",
    ),
    answerHtml:
      paragraphs('Each part answers one question of the caller; `Send` is the one to drop.') +
      code(
        'rust',
        `use std::{convert::Infallible, future::Future, pin::Pin};

type Answer = Result<Response, Infallible>;

/// A very long line follows, which must scroll inside its own block and never widen the page around it.
fn route(request: Request) -> Pin<Box<dyn Future<Output = Answer> + Send + 'static>> { Box::pin(async move { Ok(Response::new(request.path().len())) }) }
`,
      ),
    keyPoints: points(
      '`Pin`: must not move',
      '`Box<dyn>`: any future',
      '`Send`: may change thread',
    ),
    status: seenStatus({ phase: 'learning', lastRating: 'again', reviews: 1, dueInDays: 0 }),
  }),
  card({
    id: 'rust/long-word',
    deckTitle: 'Rust: ownership',
    level: null,
    minutes: null,
    questionHtml: `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsabrechnung <code class="long">AbstractSingletonProxyFactoryBeanConfigurationPostProcessorDelegateRegistrar::instance()</code>?`,
    answerHtml: paragraphs('Nobody knows, and the layout has to stand it.'),
  }),
];
