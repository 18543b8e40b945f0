/**
 * The filters above the list and the query text say the same thing; the text is the truth.
 * Here the filters are read out of a query and written into it, leaving the learner's other
 * words as they stand. Deciding what matches is the core's.
 */

export const STATES = ['due', 'new', 'learning', 'suspended', 'marked', 'leech'] as const;
export type State = (typeof STATES)[number];

/** Keys of which one value at a time can be chosen above the list. */
export type Field = 'deck' | 'tag' | 'level' | 'kind';

export interface Filters {
  deck: string | null;
  tag: string | null;
  level: string | null;
  kind: string | null;
  states: State[];
}

interface Term {
  /** As typed, with its quotes. */
  raw: string;
  /** The word before the colon, in lower case; null for a plain word or phrase. */
  key: string | null;
  /** What follows, without quotes. */
  value: string;
}

/** Splits at white space outside quotes; an open quote runs to the end. */
function termsOf(query: string): Term[] {
  return (query.match(/(?:"[^"]*(?:"|$)|[^\s"])+/g) ?? []).map((raw) => {
    const keyed = /^([a-z]+):(.*)$/is.exec(raw);
    return {
      raw,
      key: keyed?.[1]?.toLowerCase() ?? null,
      value: (keyed?.[2] ?? raw).replaceAll('"', ''),
    };
  });
}

function join(terms: string[]): string {
  return terms.join(' ');
}

/** A value as the query takes it: quoted when it would fall apart without. */
export function quoted(value: string): string {
  const bare = value.replaceAll('"', '');
  return bare === '' || /\s/.test(bare) ? `"${bare}"` : bare;
}

/** The filters that a query holds. Terms with a minus are no filters. */
export function filtersOf(query: string): Filters {
  const terms = termsOf(query);
  const first = (key: Field) => terms.find((term) => term.key === key && term.value)?.value ?? null;
  const states = terms.filter((term) => term.key === 'is').map((term) => term.value.toLowerCase());
  return {
    deck: first('deck'),
    tag: first('tag'),
    level: first('level')?.toLowerCase() ?? null,
    kind: first('kind')?.toLowerCase() ?? null,
    states: STATES.filter((state) => states.includes(state)),
  };
}

/** The query with one value for the field, in the place of an earlier one; null takes it out. */
export function withField(query: string, field: Field, value: string | null): string {
  const terms = termsOf(query);
  const at = terms.findIndex((term) => term.key === field);
  const rest = terms.map((term) => (term.key === field ? null : term.raw));
  if (value !== null) rest[at === -1 ? rest.length : at] = `${field}:${quoted(value)}`;
  return join(rest.filter((raw) => raw !== null));
}

/** The query with the state asked for, or no longer. */
export function withState(query: string, state: State, on: boolean): string {
  const others = termsOf(query)
    .filter((term) => !(term.key === 'is' && term.value.toLowerCase() === state))
    .map((term) => term.raw);
  return join(on ? [...others, `is:${state}`] : others);
}
