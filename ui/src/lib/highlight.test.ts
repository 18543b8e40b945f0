import { describe, expect, it } from 'vitest';
import { highlight, languageName } from './highlight';

describe('highlight', () => {
  it('marks keywords, names being defined, strings, numbers and comments', () => {
    expect(highlight('def area(w):  # w', 'python')).toBe(
      '<span class="tk">def</span> <span class="tn">area</span>(<span>w</span>):  <span class="tc"># w</span>',
    );
    expect(highlight('x = "a" + 1', 'python')).toBe(
      'x = <span class="ts">&quot;a&quot;</span> + <span class="ts">1</span>',
    );
  });

  it('leaves a call plain', () => {
    expect(highlight('bar.baz()', 'rust')).not.toContain('tn');
  });

  it('escapes what it was given', () => {
    expect(highlight('"<img onerror=x>"', 'python')).toBe(
      '<span class="ts">&quot;&lt;img onerror=x&gt;&quot;</span>',
    );
  });

  it.each(
    'python rust javascript typescript go java c cpp sql shell bash json yaml xml html css'.split(
      ' ',
    ),
  )('knows %s', (language) => {
    expect(highlight('1', language)).not.toBeNull();
  });

  it('says when it does not know a language', () => {
    expect(highlight('1', 'brainfuck')).toBeNull();
    expect(highlight('1', '')).toBeNull();
  });

  it('names languages for people', () => {
    expect(['python', 'cpp', 'sql'].map(languageName)).toEqual(['Python', 'C++', 'SQL']);
  });
});
