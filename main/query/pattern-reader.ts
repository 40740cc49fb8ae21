/** A character of the pattern: what it takes, and where one may be after it. */
export interface PatternPlace {
  takes: (character: string) => boolean;
  next: Set<PatternPlace>;
}

/** A part of the pattern: where it may begin and end, and whether it may be left out. */
export interface PatternPart {
  first: PatternPlace[];
  last: PatternPlace[];
  optional: boolean;
}

/** Makes a part, each time anew: what is repeated three times has three places. */
type Maker = () => PatternPart;

/** A pattern is none, or too large. */
export class Unreadable extends Error {}

const MOST_PLACES = 300;

const token =
  /\\[dDwWsStnr]|\\[^\p{L}\p{N}]|\[\^?(?:\\.|[^\]\\])+\]|\(\?:|\{\d{1,3}(?:,\d{0,3})?\}|[()|*+?]|[^\\[\]{}()|*+?^$]/gsuy;

/** Reads a regular expression without `^` and `$`. Throws Unreadable, or SyntaxError for a class of characters that is none. */
export function readPattern(written: string): PatternPart {
  const tokens = written.match(token) ?? [];
  if (tokens.join('') !== written) throw new Unreadable('It holds what no pattern here can');
  return new PatternReader(tokens).whole();
}

class PatternReader {
  readonly #tokens: string[];
  #places = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = [...tokens];
  }

  whole(): PatternPart {
    const maker = this.#alternatives();
    if (this.#tokens.length > 0) throw new Unreadable('A group ends that was not begun');
    return maker();
  }

  #alternatives(): Maker {
    const ways = [this.#sequence()];
    while (this.#take('|')) ways.push(this.#sequence());
    return () => {
      const parts = ways.map((way) => way());
      return {
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
        optional: parts.some(({ optional }) => optional),
      };
    };
  }

  #sequence(): Maker {
    const makers: Maker[] = [];
    for (let [next] = this.#tokens; next !== undefined && !'|)'.includes(next); [next] = this.#tokens)
      makers.push(this.#repeated(this.#single(this.#tokens.shift() ?? '')));
    return () => inRow(makers.map((maker) => this.#made(maker)));
  }

  #single(one: string): Maker {
    if (one.startsWith('(')) {
      const inner = this.#alternatives();
      if (!this.#take(')')) throw new Unreadable('A group has no end');
      return inner;
    }
    if (/^(?:[*+?]|\{.+)$/.test(one)) throw new Unreadable(`${one} repeats nothing`);
    const takes = taker(one);
    return () => {
      const place: PatternPlace = { takes, next: new Set() };
      return { first: [place], last: [place], optional: false };
    };
  }

  #repeated(maker: Maker): Maker {
    const [sign = ''] = this.#tokens;
    const [, least, comma, most] = /^\{(\d+)(,)?(\d*)\}$/.exec(sign) ?? [];
    if (least === undefined && !'*+?'.includes(sign || ' ')) return maker;
    this.#tokens.shift();
    const from = least === undefined ? Number(sign === '+') : Number(least);
    const to = least === undefined ? (sign === '?' ? 1 : Infinity) : upTo(from, comma, most);
    if (to < from) throw new Unreadable(`${sign} asks for less than it begins with`);
    // How greedy it is tells only which way is gone first, and all are.
    this.#take('?');
    return () => this.#times(maker, from, to);
  }

  #times(maker: Maker, from: number, to: number): PatternPart {
    const needed = Array.from({ length: from }, () => this.#made(maker));
    if (to !== Infinity) {
      const more = Array.from({ length: to - from }, () => ({ ...this.#made(maker), optional: true }));
      return inRow([...needed, ...more]);
    }
    const again = needed.at(-1) ?? { ...this.#made(maker), optional: true };
    for (const place of again.last) for (const next of again.first) place.next.add(next);
    return inRow(needed.length > 0 ? needed : [again]);
  }

  /** Counts what is made, also what has no place, as an empty group repeated. */
  #made(maker: Maker): PatternPart {
    this.#places += 1;
    if (this.#places > MOST_PLACES) throw new Unreadable('The pattern is too large');
    return maker();
  }

  #take(one: string): boolean {
    if (this.#tokens[0] !== one) return false;
    this.#tokens.shift();
    return true;
  }
}

function upTo(from: number, comma: string | undefined, most: string | undefined): number {
  if (comma === undefined) return from;
  return most ? Number(most) : Infinity;
}

/** One after the other. */
function inRow(parts: readonly PatternPart[]): PatternPart {
  return parts.reduce<PatternPart>(
    (before, after) => {
      for (const place of before.last) for (const next of after.first) place.next.add(next);
      return {
        first: before.optional ? [...before.first, ...after.first] : before.first,
        last: after.optional ? [...before.last, ...after.last] : after.last,
        optional: before.optional && after.optional,
      };
    },
    { first: [], last: [], optional: true },
  );
}

/** The test of one character by a class, an escape, a dot or another character. */
function taker(one: string): PatternPlace['takes'] {
  if (/^\\[^\p{L}\p{N}]$/u.test(one)) return (text) => text === one.slice(1);
  // In a class JavaScript escapes no sign without need.
  const character = new RegExp(`^${one.replaceAll(/\\([^\p{L}\p{N}^$\\.*+?()[\]{}|/-])/gu, '$1')}$`, 'su');
  return (text) => character.test(text);
}
