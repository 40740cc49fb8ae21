import type { FieldType } from '../../preload/contract/records.ts';
import { shownColumn } from './columns.ts';

/**
 * The order of values, once in SQL and once in JavaScript. `<` and `ORDERBY` both go by it.
 *
 * - Numbers (integer, decimal) by their value, as SQLite casts text to REAL; exact to 19 digits, more than an instance
 *   stores.
 * - Choices whose values are whole numbers (`state`, `priority`) as numbers, and before all that are words. Comparing
 *   as numbers only when both sides are would be no order at all (2 < 10 < "1a" < 2).
 * - References by their display value.
 * - The rest as text, by code point: SQLite's BINARY collation, which a plain index serves.
 *
 * Empty comes first: as minus infinity among numbers rather than NULL, because then it has a place that `<` and `>`
 * can name, which paging needs.
 */
export type SortValue = number | string;

/**
 * SQL text of what a field is ordered by: the exact text of `orderSql`, so an index on it (`CREATE INDEX ... ON table
 * (<this>, sys_id)`) serves the order. `alias` is the table's name in the query; leave it out for an index.
 */
export function sortExpression(field: string, type: FieldType, alias?: string): string {
  return sortOf(columnSql(shownColumn(field, type), alias), type);
}

/** The same of any SQL text that yields a value of the type. */
export function sortOf(column: string, type: FieldType): string {
  if (isNumber(type)) return `CASE WHEN ${column} = '' THEN -9e999 ELSE CAST(${column} AS REAL) END`;
  if (isPlain(type)) return column;
  return (
    `CASE WHEN ${column} = '' THEN -9e999 ` +
    `WHEN length(${column}) <= 15 AND CAST(CAST(${column} AS INTEGER) AS TEXT) = ${column} ` +
    `THEN CAST(${column} AS REAL) ELSE ${column} END`
  );
}

/** SQL text of a column, whose name may hold a dot. */
export function columnSql(column: string, alias?: string): string {
  return `${alias === undefined ? '' : `${quoted(alias)}.`}${quoted(column)}`;
}

/** What `sortExpression` yields for a text, for each type. */
export function sortValue(type: FieldType): (text: string) => SortValue {
  if (isNumber(type)) return (text) => (text === '' ? -Infinity : real(text));
  if (isPlain(type)) return (text) => text;
  return (text) => {
    if (text === '') return -Infinity;
    return text.length <= 15 && whole.test(text) ? Number(text) : text;
  };
}

/** Whether every value of the type is a number. */
export function isNumber(type: FieldType): boolean {
  return type === 'integer' || type === 'decimal';
}

/** Whether a field is ordered by its column as it is, so that a plain index serves it. */
export function isPlain(type: FieldType): boolean {
  return !isNumber(type) && type !== 'choice';
}

/** Negative, zero or positive, as SQLite compares: numbers before text, text by its UTF-8 bytes. */
export function compareSortValues(a: SortValue, b: SortValue): number {
  if (typeof a === 'number') return typeof b === 'number' ? (a < b ? -1 : a > b ? 1 : 0) : -1;
  return typeof b === 'number' ? 1 : compareText(a, b);
}

/** A text that an integer prints as: `-5` and `16`, not `05` or `1.0`. */
const whole = /^(?:0|-?[1-9][0-9]*)$/;

/** The number at the beginning of a text, which is what SQLite's CAST takes; 0 without one. */
const prefix = /^[\t-\r ]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)/;

function real(text: string): number {
  return Number(prefix.exec(text)?.[1] ?? 0);
}

/** By code point. JavaScript's own `<` goes by UTF-16 unit and puts U+1F600 before U+FF01. */
function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let at = 0; at < shorter; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Lifts surrogates, the halves of code points above U+FFFF, over the units above them. */
function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** A name as SQL text. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
