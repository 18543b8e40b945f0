/** The editor's look, from our tokens only. */
import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export const theme = EditorView.theme({
  '&': { blockSize: '100%', color: 'var(--fg-1)', background: 'var(--bg-2)' },
  '&.cm-focused': { outline: 'none' }, // the ring stands over the line numbers: CodeEditor
  '.cm-scroller': {
    fontFamily: 'var(--font-code)',
    fontSize: 'var(--text-code)',
    lineHeight: '1.55',
    fontVariantLigatures: 'none',
  },
  '.cm-content': { paddingBlock: 'var(--space-3)', caretColor: 'var(--accent)' },
  '.cm-line': { paddingInline: '0 var(--space-4)' },
  '.cm-gutters': {
    color: 'var(--fg-3)',
    background: 'var(--bg-2)',
    border: '0',
    paddingInlineEnd: '0.6rem',
  },
  '.cm-lineNumbers .cm-gutterElement': { minInlineSize: '2.2rem', padding: '0' },
  '&.cm-focused .cm-matchingBracket': {
    color: 'inherit',
    background: 'var(--accent-soft)',
    outline: '1px solid var(--accent-line)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { color: 'inherit', background: 'none' },
});

/** Two tones and one weight, as in rendered code. */
export const highlighting = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null, tags.self, tags.modifier],
    color: 'var(--code-keyword)',
    fontWeight: '600',
  },
  {
    tag: [
      tags.definition(tags.function(tags.variableName)),
      tags.function(tags.definition(tags.variableName)),
      tags.definition(tags.className),
      tags.definition(tags.propertyName),
    ],
    color: 'var(--code-name)',
  },
  {
    tag: [tags.string, tags.special(tags.string), tags.number, tags.regexp],
    color: 'var(--code-string)',
  },
  {
    tag: [tags.comment, tags.lineComment, tags.blockComment],
    color: 'var(--code-comment)',
    fontStyle: 'italic',
  },
]);
