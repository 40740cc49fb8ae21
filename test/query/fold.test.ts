import { expect, test } from 'vitest';

import { fold } from '../../main/query/fold.ts';

test.each([
  ['PUMP 3%', 'pump 3%'],
  ['ÄÖÜ', 'äöü'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['É', 'e\u0301'],
  ['\u03b1\u0345\u0301', '\u0391\u0301\u0399'],
  ['ǅ', 'ǆ'],
  ['ﬁ', 'FI'],
  ['𐐀', '𐐨'],
])('%s and %s fold to one', (a, b) => {
  expect(fold(a)).toBe(fold(b));
});

test.each([
  ['e', 'é'],
  ['a', 'b'],
  ['', ' '],
])('"%s" and "%s" stay apart', (a, b) => {
  expect(fold(a)).not.toBe(fold(b));
});

test('a part of a text folds to a part of the folded text', () => {
  expect(fold('ΟΔΟΣΑ')).toContain(fold('ΟΔΟΣ'));
  expect(fold('aΣ b')).toContain(fold('Σ '));
});
