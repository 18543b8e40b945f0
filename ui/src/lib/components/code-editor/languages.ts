/** The languages that one can write code in. */
export const codeLanguages = [
  { id: 'python', name: 'Python' },
  { id: 'javascript', name: 'JavaScript' },
  { id: 'typescript', name: 'TypeScript' },
  { id: 'sql', name: 'SQL' },
  { id: 'text', name: 'Plain text' },
] as const;

export type CodeLanguage = (typeof codeLanguages)[number]['id'];

const others: Record<string, CodeLanguage> = {
  js: 'javascript',
  py: 'python',
  python3: 'python',
  ts: 'typescript',
};

/** The language that a name after a fence means; plain text where it is none of ours. */
export function codeLanguage(name: string): CodeLanguage {
  const known = codeLanguages.find(({ id }) => id === name.toLowerCase());
  return known?.id ?? others[name.toLowerCase()] ?? 'text';
}
