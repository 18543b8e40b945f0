/**
 * Colours code in two tones: only the languages that decks are about, and of each only
 * keywords, names being defined, strings with numbers, and comments.
 */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  bash,
  c,
  cpp,
  css,
  go,
  java,
  javascript,
  json,
  python,
  rust,
  shell,
  sql,
  typescript,
  xml,
  yaml,
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);

/** Which of our classes a highlight.js scope becomes; scopes not named here stay plain. */
const classes: Record<string, string> = {
  keyword: 'tk',
  literal: 'tk',
  'selector-tag': 'tk',
  name: 'tk',
  title: 'tn',
  attr: 'tn',
  attribute: 'tn',
  string: 'ts',
  number: 'ts',
  regexp: 'ts',
  symbol: 'ts',
  comment: 'tc',
  quote: 'tc',
  subst: 'tp',
};

/** The code as HTML with our four classes, or null for a language that is not known. */
export function highlight(code: string, language: string): string | null {
  if (!hljs.getLanguage(language)) return null;
  const { value } = hljs.highlight(code, { language, ignoreIllegals: true });
  return value.replace(/<span class="([^"]*)">/g, (_, names: string) => {
    const ours = classOf(names.split(' '));
    return ours ? `<span class="${ours}">` : '<span>';
  });
}

function classOf(names: string[]): string | undefined {
  // A call or a base class is not a definition; highlight.js calls them titles too.
  if (names.includes('invoke__') || names.includes('inherited__')) return undefined;
  return classes[names[0]?.replace('hljs-', '') ?? ''];
}

const spoken: Record<string, string> = {
  c: 'C',
  cpp: 'C++',
  css: 'CSS',
  html: 'HTML',
  javascript: 'JavaScript',
  js: 'JavaScript',
  json: 'JSON',
  sql: 'SQL',
  ts: 'TypeScript',
  typescript: 'TypeScript',
  xml: 'XML',
  yaml: 'YAML',
};

/** A language's name for people: "Python", "C++". */
export function languageName(language: string): string {
  return spoken[language] ?? language.charAt(0).toUpperCase() + language.slice(1);
}
