import { fold } from './fold.ts';
import { operand } from './operand.ts';
import type { Operator } from './operators.ts';
import type { Part } from './parts.ts';
import { partOf } from './parts.ts';
import { matchesPattern } from './pattern.ts';
import type { Right } from './right.ts';
import { areNumbers, classes, distance, moment, needsOrder, partRange, samePart, span } from './right.ts';
import { compareSortValues, sortValue } from './sort.ts';
import { moved } from './sql-functions.ts';
import { instantOf } from './times.ts';

/** Decides about the text of a field, and that of the other one where an operator compares two. */
type TextTest = (text: string, other: string) => boolean;

/** What each operator asks of a text. Throws QueryError for an unfit value. */
export const textTests: Record<Operator, (right: Right) => TextTest> = {
  '=':
    ({ value }) =>
    (text) =>
      text === value,
  '!=': (right) => not(textTests['='](right)),
  IN: ({ values }) => among(values),
  'NOT IN': (right) => not(textTests.IN(right)),
  '<': (right) => compared(right, right.value, (sign) => sign < 0),
  '<=': (right) => compared(right, right.value, (sign) => sign <= 0),
  '>': (right) => compared(right, right.value, (sign) => sign > 0),
  '>=': (right) => compared(right, right.value, (sign) => sign >= 0),
  BETWEEN: (right) => between(right, right.value, right.values[1] ?? ''),
  LIKE: ({ value }) => folded(value, (text, part) => text.includes(part)),
  'NOT LIKE': (right) => not(textTests.LIKE(right)),
  STARTSWITH: ({ value }) => folded(value, (text, part) => text.startsWith(part)),
  ENDSWITH: ({ value }) => folded(value, (text, part) => text.endsWith(part)),
  MATCH_RGX:
    ({ value }) =>
    (text) =>
      matchesPattern(text, value),
  MATCH_RGX_FIELD: () => (text, other) => text !== '' && other !== '' && matchesPattern(text, other),
  ISEMPTY: () => (text) => text === '',
  ISNOTEMPTY: () => (text) => text !== '',
  EMPTYSTRING: () => (text) => text === '',
  ANYTHING: () => () => true,
  SAMEAS: (right) => same(right, true),
  NSAMEAS: (right) => same(right, false),
  GT_FIELD: (right) => ordered(right, (sign) => sign > 0),
  GT_OR_EQUALS_FIELD: (right) => ordered(right, (sign) => sign >= 0),
  LT_FIELD: (right) => ordered(right, (sign) => sign < 0),
  LT_OR_EQUALS_FIELD: (right) => ordered(right, (sign) => sign <= 0),
  IN_FIELD: () => (text, other) => text !== '' && `,${other},`.includes(`,${text},`),
  ON: (right) => between(right, ...span(right)),
  NOTON: (right) => not(textTests.ON(right)),
  RELATIVEGT: (right) => compared(right, moment(right).at, (sign) => sign > 0),
  RELATIVEGE: (right) => compared(right, moment(right).at, (sign) => sign >= 0),
  RELATIVELT: (right) => compared(right, moment(right).at, (sign) => sign < 0),
  RELATIVELE: (right) => compared(right, moment(right).at, (sign) => sign <= 0),
  RELATIVEEE: (right) => between(right, moment(right).from, moment(right).to),
  MORETHAN: (right) =>
    apart(right, distance(right).before ? (time, bound) => time < bound : (time, bound) => time > bound),
  LESSTHAN: (right) =>
    apart(
      right,
      distance(right).before
        ? (time, bound, other) => bound < time && time <= other
        : (time, bound, other) => other <= time && time < bound,
    ),
  DATEPART: (right) => inPart(right),
  INSTANCEOF: (right) => among(classes(right)),
  DYNAMIC:
    ({ context }) =>
    (text) =>
      text === context.userId,
};

function not(test: TextTest): TextTest {
  return (text, other) => !test(text, other);
}

function among(values: readonly string[]): TextTest {
  const set = new Set(values);
  return (text) => set.has(text);
}

function compared({ type, term }: Right, value: string, holds: (sign: number) => boolean): TextTest {
  const bound = operand(value, type, term);
  const valueOf = sortValue(type);
  return (text) => text !== '' && holds(compareSortValues(valueOf(text), bound));
}

function between(right: Right, from: string, to: string): TextTest {
  const least = compared(right, from, (sign) => sign >= 0);
  const most = compared(right, to, (sign) => sign <= 0);
  return (text, other) => least(text, other) && most(text, other);
}

function folded(value: string, holds: (text: string, part: string) => boolean): TextTest {
  const part = fold(value);
  return (text) => holds(fold(text), part);
}

function same(right: Right, wanted: boolean): TextTest {
  const part = samePart(right);
  if (part !== null) return samePartOf(part, right.context.timeZone, wanted);
  const both = (text: string, other: string) => text !== '' && other !== '';
  if (!areNumbers(right)) return (text, other) => both(text, other) && (text === other) === wanted;
  const [valueOf, otherOf] = [sortValue(right.type), sortValue(right.other.type)];
  return (text, other) => both(text, other) && (valueOf(text) === otherOf(other)) === wanted;
}

function ordered(right: Right, holds: (sign: number) => boolean): TextTest {
  needsOrder(right);
  const [valueOf, otherOf] = [sortValue(right.type), sortValue(right.other.type)];
  return (text, other) =>
    text !== '' && other !== '' && holds(compareSortValues(valueOf(text), otherOf(other)));
}

/** Compares a time with the other and with the bound that lies so far from the other. */
function apart(right: Right, holds: (time: number, bound: number, other: number) => boolean): TextTest {
  const { unit, count } = distance(right);
  const { timeZone } = right.context;
  return (text, otherText) => {
    const time = instantOf(text, timeZone);
    const other = instantOf(otherText, timeZone);
    const bound = moved(otherText, unit, count, timeZone);
    return time !== null && other !== null && bound !== null && holds(time, bound, other);
  };
}

function samePartOf(part: Part, zone: string, wanted: boolean): TextTest {
  return (text, other) => {
    const [one, two] = [partOf(text, part, zone), partOf(other, part, zone)];
    return one !== null && two !== null && (one === two) === wanted;
  };
}

function inPart(right: Right): TextTest {
  const { part, from, to } = partRange(right);
  const { timeZone } = right.context;
  return (text) => {
    const number = partOf(text, part, timeZone);
    return number !== null && number >= from && number <= to;
  };
}
