/**
 * Regular expressions that cannot hang: read into a graph and followed along all its ways at once, so that the time is
 * the length of the text times that of the pattern, whatever it is. Characters, classes, groups, `|`, `* + ? {m,n}`; no
 * looking around, no back references. A dollar or caret is only known where it says what holds anyway: at the ends.
 */

/** A place in the graph: which character leads on, or where one may go without any. */
interface Place {
  takes: ((character: string) => boolean) | null;
  next: Place[];
}

/** Builds its part of the graph before the place given. Returns where it begins. */
type Piece = (after: Place) => Place;

/** Bounds both the graph and the work of building it. */
const MOST_STEPS = 300;
const TOKEN =
  /\\[dDwWsS.\\()[\]{}|*+?/$^"'\-@#&,:;<>=!~% ]|\[(?:\\[dDwWsS\W]|[^\\\]])+\]|\(\?:|\{\d{1,3}(?:,\d{0,3})?\}|[()|*+?]|[^\\[\]{}()|*+?]/gsu;

/** The test of a pattern against a whole text; null for one that is not understood, or too large. */
export function pattern(text: string): ((value: string) => boolean) | null {
  const written = text.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  const tokens = written.match(TOKEN) ?? [];
  if (text.length > 200 || tokens.join('') !== written) return null;
  const end: Place = { takes: null, next: [] };
  try {
    const start = new Reader(tokens).read()(end);
    return (value) => follow(start, end, value.slice(0, 4000));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
}

class Reader {
  readonly #tokens: string[];
  #steps = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = [...tokens];
  }

  read(): Piece {
    const whole = this.#alternatives();
    if (this.#tokens.length > 0) throw new SyntaxError('A group was not begun');
    return whole;
  }

  #alternatives(): Piece {
    const ways = [this.#sequence()];
    while (this.#tokens[0] === '|') {
      this.#tokens.shift();
      ways.push(this.#sequence());
    }
    const [only] = ways;
    if (ways.length === 1 && only) return only;
    return (after) =>
      this.#place(
        null,
        ways.map((way) => way(after)),
      );
  }

  #sequence(): Piece {
    const pieces: Piece[] = [];
    while (this.#tokens.length > 0 && this.#tokens[0] !== '|' && this.#tokens[0] !== ')') {
      pieces.push(this.#repeated(this.#atom(this.#tokens.shift() ?? '')));
    }
    return (after) => pieces.reduceRight((place, piece) => piece(place), after);
  }

  #atom(token: string): Piece {
    if (token === '(' || token === '(?:') {
      const inner = this.#alternatives();
      if (this.#tokens.shift() !== ')') throw new SyntaxError('A group has no end');
      return inner;
    }
    if (/^(?:[*+?$^]|\{.+)$/.test(token)) throw new SyntaxError(`Nothing to repeat before ${token}`);
    const one = new RegExp(`^${token}$`, 'su');
    return (after) => this.#place((character) => one.test(character), [after]);
  }

  #repeated(piece: Piece): Piece {
    const [, least = '', comma, most = ''] = /^\{(\d+)(,)?(\d*)\}$/.exec(this.#tokens[0] ?? '') ?? [];
    if (least !== '') {
      this.#tokens.shift();
      const rest = comma === undefined ? 0 : most === '' ? Infinity : Number(most) - Number(least);
      return this.#times(piece, Number(least), rest);
    }
    const sign = this.#tokens[0] ?? '';
    if (!['*', '+', '?'].includes(sign)) return piece;
    this.#tokens.shift();
    return this.#times(piece, sign === '+' ? 1 : 0, sign === '?' ? 1 : Infinity);
  }

  /** So often at least, and more often than that where it is allowed. */
  #times(piece: Piece, least: number, more: number): Piece {
    if (more < 0) throw new SyntaxError('The most is less than the least');
    return (after) => {
      let place = after;
      if (more === Infinity) {
        const again = this.#place(null, [after]);
        again.next.push(piece(again));
        place = again;
      } else for (let i = 0; i < more; i++) place = this.#place(null, [piece(place), after]);
      for (let i = 0; i < least; i++) {
        this.#step();
        place = piece(place);
      }
      return place;
    };
  }

  #place(takes: Place['takes'], next: Place[]): Place {
    this.#step();
    return { takes, next };
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new SyntaxError('The pattern is too large');
  }
}

function follow(start: Place, end: Place, text: string): boolean {
  let here = reach([start]);
  for (const character of text) {
    here = reach([...here].flatMap((place) => (place.takes?.(character) ? place.next : [])));
    if (here.size === 0) return false;
  }
  return here.has(end);
}

/** The places, and all that can be gone to from them without a character. */
function reach(places: readonly Place[]): Set<Place> {
  const found = new Set<Place>();
  const open = [...places];
  for (let place = open.pop(); place; place = open.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    if (!place.takes) open.push(...place.next);
  }
  return found;
}
