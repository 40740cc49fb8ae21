import { type PatternPart, type PatternPlace, readPattern, Unreadable } from './pattern-reader.ts';

/**
 * The patterns of `MATCH_RGX`: those regular expressions that cannot keep a laptop busy. Characters, classes, groups, `|`
 * and repetition (`* + ? {m,n}`); no looking around and no back references. All ways through a pattern are followed at
 * once, so a character of the text takes no more steps than the pattern has places.
 *
 * A pattern is about the whole value and about its case, as `=` is. `^` at its beginning and `$` at its end say what holds
 * anyway.
 */
type PatternTest = (text: string) => boolean;

const LONGEST = 200;
const KEPT = 100;

const kept = new Map<string, PatternTest | null>();

/** The test of a whole text by a pattern; null for a pattern that is none of these or too large. */
export function patternTest(written: string): PatternTest | null {
  const known = kept.get(written);
  if (known !== undefined) return known;
  if (kept.size >= KEPT) kept.clear();
  const test = compile(written);
  kept.set(written, test);
  return test;
}

/** Whether a text is as a pattern says; not so for a pattern that cannot be read. */
export function matchesPattern(text: string, written: string): boolean {
  return patternTest(written)?.(text) ?? false;
}

function compile(written: string): PatternTest | null {
  if (written.length > LONGEST) return null;
  try {
    return testOf(readPattern(written.replace(/^\^/, '').replace(/(?<!\\)((?:\\\\)*)\$$/, '$1')));
  } catch (error) {
    if (error instanceof Unreadable || error instanceof SyntaxError) return null;
    throw error;
  }
}

function testOf({ first, last, optional }: PatternPart): PatternTest {
  const ends = new Set(last);
  return (text) => {
    if (text === '') return optional;
    let open: Iterable<PatternPlace> = first;
    let taken: PatternPlace[] = [];
    for (const character of text) {
      taken = [...open].filter(({ takes }) => takes(character));
      if (taken.length === 0) return false;
      open = new Set(taken.flatMap(({ next }) => [...next]));
    }
    return taken.some((place) => ends.has(place));
  };
}
