import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const features = [
  'review',
  'today',
  'library',
  'settings',
  'interview',
  'interview-report',
  'take',
  'takes',
];

const tauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/api/client.ts talks to Tauri; use the Api from context.',
};

/** Forbids imports, and Tauri with them. */
const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: [tauri, ...patterns] }],
});

export default ts.config(
  { ignores: ['dist/', 'src/lib/api/generated/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: globals.browser },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-undef': 'off', // TypeScript knows better
      ...forbid(),
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // {@html} is for the core's sanitised HTML: lib/components has the two doors for it.
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['src/lib/**'],
    rules: forbid({ group: ['**/features/**'], message: 'lib/ knows no feature.' }),
  },
  ...features.map((feature) => ({
    files: [`src/features/${feature}/**`],
    rules: forbid({
      group: features
        .filter((other) => other !== feature)
        .flatMap((other) => [`../${other}/**`, `**/features/${other}/**`]),
      message: 'Features do not know each other; App.svelte joins them.',
    }),
  })),
  {
    files: ['src/lib/api/client.ts', 'src/lib/api/client.test.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
);
