import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesPattern, patternTest } from '../../main/query/pattern.ts';

test.each([
  ['a', 'a', 'aa'],
  ['a|bc', 'bc', 'c'],
  ['a*', '', 'b'],
  ['a+?', 'aa', ''],
  ['(a|b)*c', 'abbac', 'abbacd'],
  ['a{2}', 'aa', 'a'],
  ['a{2,}b', 'aaaab', 'ab'],
  ['a{1,3}', 'aaa', 'aaaa'],
  ['(ab){0,2}', 'abab', 'aba'],
  ['(a?){3}', 'aa', 'aaaa'],
  ['a{0}', '', 'a'],
  ['()', '', 'a'],
  ['.', '\n', ''],
  ['.', '😀', '😀😀'],
  ['[a-c]', 'b', 'd'],
  ['[^a-c]', 'd', 'b'],
  ['[\\]a]', ']', 'b'],
  ['\\d\\w\\s', '1a ', 'aa '],
  ['\\.\\(\\-\\#\\@', '.(-#@', '-'],
  ['[\\#\\-]', '#', 'a'],
  ['^a$', 'a', '^a$'],
  ['a\\$', 'a$', 'a'],
  ['a\\\\$', 'a\\', 'a\\$'],
  ['INC[0-9]{7}', 'INC0010023', 'inc0010023'],
])('%s matches %j and not %j', (pattern, yes, no) => {
  expect([matchesPattern(yes, pattern), matchesPattern(no, pattern)]).toEqual([true, false]);
});

test.each([
  ...['(', ')', 'a)', '(a', '[a', '[b-a]', '*a', 'a|*', '(*)', '{2}', 'a{3,2}', 'a^b', 'a$b', '\\b', '\\1'],
  ...['(?=a)', '(?<!a)', '(?<n>a)', '(?i)a', 'a{301}', '(a{99}){99}', '(((){99}){99}){99}', '\\', ']', '}'],
  'a'.repeat(201),
])('%s is no pattern here', (pattern) => {
  expect(patternTest(pattern)).toBeNull();
  expect(matchesPattern(pattern, pattern)).toBe(false);
});

test('no pattern hangs, whatever the text', () => {
  const long = 'a'.repeat(20_000);
  for (const pattern of ['(a+)+b', '(a*)*b', '(a|a)*b', '(a|aa)+b', '(.*)(.*)(.*)b', '(a?){99}a{99}b'])
    expect(matchesPattern(long, pattern)).toBe(false);
}, 60_000);

const { pattern } = fc.letrec<{ pattern: string; part: string; one: string }>((tie) => ({
  one: fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\W'),
  part: fc.oneof(
    { maxDepth: 3 },
    tie('one'),
    fc.tuple(tie('part'), tie('part')).map((parts) => parts.join('')),
    tie('pattern').map((inner) => `(${inner})`),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{0,2}', '{1,}', '*?', '{0}', '{2,3}'))
      .map(([inner, times]) => `(?:${inner})${times}`),
  ),
  pattern: fc.oneof(
    { maxDepth: 3 },
    tie('part'),
    fc.tuple(tie('part'), tie('part')).map((ways) => ways.join('|')),
  ),
}));

test('what a pattern matches is what the regular expression of JavaScript does', () => {
  fc.assert(
    fc.property(
      pattern,
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '-', '\n'), maxLength: 6 })),
      (written, texts) => {
        const meant = new RegExp(`^(?:${written})$`, 'su');
        const test = patternTest(written);
        for (const text of texts)
          expect([text, test?.(text)]).toEqual([text, test === null ? undefined : meant.test(text)]);
      },
    ),
    { numRuns: 500 },
  );
});
