import type { Assumptions } from '../assumptions.ts';
import { isNumber, type Column } from '../schema/column.ts';
import { comparison } from '../store/order.ts';
import { pattern } from './pattern.ts';

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
  ['MATCH_RGX', ({ value }) => pattern(value)],
  ['ISEMPTY', () => (text) => text === ''],
  ['ISNOTEMPTY', () => (text) => text !== ''],
  ['EMPTYSTRING', () => (text) => text === ''],
  ['ANYTHING', () => () => true],
]);

function equals(value: string, { column, assumed }: Right): Test {
  if (column.type === 'boolean') {
    if (value === 'true' || value === '1') return (text) => text === 'true';
    return value === 'false' || value === '0' ? (text) => text !== 'true' : (text) => text === value;
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
  if (isNumber(column) && Number.isNaN(Number(value))) return null;
  const compare = comparison(column);
  return (text) => text !== '' && holds(compare(text, value));
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
