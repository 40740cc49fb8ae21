import { instantOfUtc, isDateText, utcDate, utcText } from '../query/utc.ts';

/**
 * The simple arithmetic of form rules, on a template that has been filled in: numbers with `+ - * /` and parentheses, or a date
 * (time) with durations added or taken away (`2026-11-22 08:00:00 + 1d8h - 15m`; w, d, h, m, s). Returns what is neither as it
 * stands, and null when an operand is missing or is no number: then nothing is set. Nothing is ever evaluated as script.
 */
export function calculate(text: string): string | null {
  const trimmed = text.trim();
  const date = /^(\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?)((?:\s*[+-]\s*(?:\d+[wdhms])+)+)$/.exec(trimmed);
  if (date) return moveDate(date[1] ?? '', date[2] ?? '');
  if (/^[+-]\s*(?:\d+[wdhms])+$/.test(trimmed)) return null;
  if (!/^[-+*/().\d\s]*$/.test(trimmed) || !/[-+*/]/.test(trimmed) || /^\d{4}-\d\d-\d\d$/.test(trimmed))
    return text;
  const value = new Sum(trimmed).value();
  return value === null ? null : String(Math.round(value * 1e9) / 1e9);
}

const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

function moveDate(start: string, moves: string): string {
  let at = instantOfUtc(start);
  for (const [, sign, duration] of moves.matchAll(/([+-])\s*((?:\d+[wdhms])+)/g)) {
    for (const [, count, unit] of (duration ?? '').matchAll(/(\d+)([wdhms])/g)) {
      at += (sign === '-' ? -1 : 1) * Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
    }
  }
  return isDateText(start) ? utcDate(at) : utcText(at);
}

/** Reads a sum of products of numbers and parentheses, from left to right. */
class Sum {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  }

  /** Its value; null when it cannot be read to its end or divides by zero. */
  value(): number | null {
    const value = this.#sum();
    return this.#at === this.#tokens.length && Number.isFinite(value) ? value : null;
  }

  #sum(): number {
    let value = this.#product();
    for (let sign = this.#next('+', '-'); sign !== null; sign = this.#next('+', '-')) {
      const term = this.#product();
      value = sign === '+' ? value + term : value - term;
    }
    return value;
  }

  #product(): number {
    let value = this.#factor();
    for (let sign = this.#next('*', '/'); sign !== null; sign = this.#next('*', '/')) {
      const factor = this.#factor();
      value = sign === '*' ? value * factor : value / factor;
    }
    return value;
  }

  #factor(): number {
    if (this.#next('-') !== null) return -this.#factor();
    if (this.#next('(') === null) {
      const token = this.#tokens[this.#at];
      this.#at += 1;
      return token !== undefined && /^\d/.test(token) ? Number(token) : Number.NaN;
    }
    const value = this.#sum();
    return this.#next(')') === null ? Number.NaN : value;
  }

  #next(...wanted: string[]): string | null {
    const token = this.#tokens[this.#at];
    if (token === undefined || !wanted.includes(token)) return null;
    this.#at += 1;
    return token;
  }
}
