/** CodeMirror, as an interview needs it. The only file that puts its parts together. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { sql } from '@codemirror/lang-sql';
import {
  bracketMatching,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { type CodeLanguage, codeLanguage } from './languages';
import { styleNonce } from './nonce';
import { highlighting, theme } from './theme';

interface EditorOptions {
  parent: HTMLElement;
  text: string;
  language: string;
  /** The id of the text that says how to leave the field. */
  describedBy: string;
  onchange: (text: string) => void;
}

export interface Editor {
  setLanguage(language: string): void;
  focus(): void;
  destroy(): void;
}

const languages: Record<CodeLanguage, () => Extension> = {
  python: () => [python(), indentUnit.of('    ')],
  javascript: () => [javascript(), indentUnit.of('  ')],
  typescript: () => [javascript({ typescript: true }), indentUnit.of('  ')],
  sql: () => [sql(), indentUnit.of('  ')],
  text: () => indentUnit.of('    '),
};

/** Ctrl+Enter says "I have answered". */
const keys = [...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'), ...historyKeymap];

export function createEditor(options: EditorOptions): Editor {
  const { parent, text, language, describedBy, onchange } = options;
  const inUse = new Compartment();
  const nonce = styleNonce();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      selection: { anchor: text.length },
      extensions: [
        nonce === null ? [] : EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ 'aria-label': 'Code', 'aria-describedby': describedBy }),
        EditorState.tabSize.of(4),
        lineNumbers(),
        history(),
        indentOnInput(),
        bracketMatching(),
        keymap.of([indentWithTab, ...keys]),
        inUse.of(languages[codeLanguage(language)]()),
        syntaxHighlighting(highlighting),
        theme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) onchange(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    setLanguage: (name) =>
      view.dispatch({ effects: inUse.reconfigure(languages[codeLanguage(name)]()) }),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
