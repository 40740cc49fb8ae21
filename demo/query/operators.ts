import type { Assumptions } from '../assumptions.ts';
import type { Column } from '../schema/column.ts';
import { compareValues } from '../store/order.ts';

/** Decides about one value of a record. */
export type Test = (text: string) => boolean;

/** What an operator knows of its right side. */
export interface Right {
  value: string;
  column: Column;
  assumed: Assumptions;
}

/** Operators that look at one value and compare it with something written in the query. */
export const operators = new Map<string, (right: Right) => Test | null>([
  ['=', (right) => equals(right.value, right)],
  ['!=', (right) => unless(equals(right.value, right), right)],
  ['IN', (right) => among(right)],
  ['NOT IN', (right) => unless(among(right), right)],
  ['<', (right) => compared(right, (sign) => sign < 0)],
  ['<=', (right) => compared(right, (sign) => sign <= 0)],
  ['>', (right) => compared(right, (sign) => sign > 0)],
  ['>=', (right) => compared(right, (sign) => sign >= 0)],
  ['BETWEEN', between],
  ['LIKE', folded((text, part) => text.includes(part))],
  ['NOT LIKE', folded((text, part) => !text.includes(part))],
  ['STARTSWITH', folded((text, part) => text.startsWith(part))],
  ['ENDSWITH', folded((text, part) => text.endsWith(part))],
  ['ISEMPTY', () => (text) => text === ''],
  ['ISNOTEMPTY', () => (text) => text !== ''],
  ['EMPTYSTRING', () => (text) => text === ''],
  ['ANYTHING', () => () => true],
]);

/** Whether the column's values are compared as numbers. */
export function isNumeric(column: Column): boolean {
  return column.type === 'integer';
}

function equals(value: string, { column, assumed }: Right): Test {
  if (column.type === 'boolean') {
    const wanted = value === '1' ? 'true' : value === '0' ? 'false' : value;
    return wanted === 'false' ? (text) => text !== 'true' : (text) => text === wanted;
  }
  if (assumed.caseSensitive) return (text) => text === value;
  const lower = value.toLowerCase();
  return (text) => text === value || (text.length === value.length && text.toLowerCase() === lower);
}

function among(right: Right): Test {
  const tests = right.value.split(',').map((value) => equals(value.trim(), right));
  return (text) => tests.some((test) => test(text));
}

function unless(test: Test, { value, assumed }: Right): Test {
  const emptyToo = assumed.notEqualFindsEmpty || value === '';
  return (text) => !test(text) && (emptyToo || text !== '');
}

function compared({ value, column }: Right, holds: (sign: number) => boolean): Test | null {
  if (value === '') return null;
  const numeric = isNumeric(column);
  if (numeric && Number.isNaN(Number(value))) return null;
  return (text) => text !== '' && holds(compareValues(text, value, numeric));
}

function between(right: Right): Test | null {
  const [from, to] = right.value.split('@');
  const least = compared({ ...right, value: from ?? '' }, (sign) => sign >= 0);
  const most = compared({ ...right, value: to ?? '' }, (sign) => sign <= 0);
  return least && most && ((text) => least(text) && most(text));
}

/** Comparison of parts of a text: never with regard to case. */
function folded(holds: (text: string, part: string) => boolean): (right: Right) => Test {
  return ({ value }) => {
    const part = value.toLowerCase();
    return (text) => holds(text.toLowerCase(), part);
  };
}
