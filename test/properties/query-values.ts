import fc from 'fast-check';

import type { Call, Value } from '../../main/query/functions.ts';
import type { Operator, Takes } from '../../main/query/operators.ts';
import { operators } from '../../main/query/operators.ts';
import { patternTest } from '../../main/query/pattern.ts';
import { text } from './query-texts.ts';

const count = fc.integer({ min: -40, max: 40 });
const unit = fc.constantFrom('minute', 'hour', 'day', 'dayofweek', 'week', 'month', 'quarter', 'year');
const part = fc.constantFrom('hour', 'day', 'dayofweek', 'week', 'month', 'quarter', 'year');

const timeCall = (time: fc.Arbitrary<string>): fc.Arbitrary<Call> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom('minutes', 'hours', 'days', 'weeks', 'months', 'years'),
        fc.constantFrom('', 'Start', 'End'),
        count,
      )
      .map(([units, edge, number]) => ({ call: `gs.${units}Ago${edge}`, given: [String(number)] })),
    fc
      .tuple(
        fc.constantFrom('beginningOf', 'endOf'),
        fc.constantFrom('Today', 'LastWeek', 'ThisMonth', 'Last7Days', 'NextYear'),
      )
      .map(([edge, span]) => ({ call: `gs.${edge}${span}`, given: [] })),
    fc
      .tuple(time, fc.constantFrom('start', 'end', '02:30:00', '00:00:00'))
      .map(([day, at]) => ({ call: 'gs.dateGenerate', given: [day.slice(0, 10), at] })),
    fc.constantFrom('gs.now', 'gs.nowDateTime').map((call) => ({ call, given: [] })),
  );

const call = (time: fc.Arbitrary<string>): fc.Arbitrary<Call> =>
  fc.oneof(
    fc.constantFrom('gs.getUserID', 'gs.getUserName').map((name) => ({ call: name, given: [] })),
    timeCall(time),
  );

/** What can follow an operator, often something that is stored or a part of it. */
export function valuesArbitrary(
  operator: Operator,
  second: string,
  stored: string[],
  time: fc.Arbitrary<string>,
): fc.Arbitrary<Value[]> {
  const { takes } = operators[operator];
  const written = writtenArbitrary(operator, takes, stored);
  const value = fc.oneof({ weight: 4, arbitrary: written }, call(time));
  const timely = fc.oneof(time, timeCall(time), value);
  switch (takes) {
    case 'nothing':
      return fc.constant([]);
    case 'text':
    case 'value':
      return fc.tuple(fc.oneof({ weight: 3, arbitrary: value }, number, time));
    case 'list':
      return fc
        .array(value, { minLength: 1, maxLength: 3 })
        .filter((values) => values.length > 1 || values[0] !== '');
    case 'range':
      return fc.oneof(fc.tuple(value, value), fc.tuple(number, number), fc.tuple(timely, timely));
    case 'pattern':
      return fc.tuple(patternNear(stored.length > 0 ? fc.constantFrom(...stored) : text));
    case 'field':
      return fc.constant([second]);
    case 'field and part':
      return fc.oneof(
        fc.constant<Value[]>([second]),
        part.map((one): Value[] => [second, one]),
      );
    case 'field and distance':
      return fc
        .tuple(unit, fc.constantFrom('before', 'after'), fc.nat(4))
        .map(([one, direction, number]) => [second, one, direction, String(number)]);
    case 'distance':
      return fc
        .tuple(unit, fc.constantFrom('ago', 'ahead'), fc.nat(4))
        .map(([one, direction, number]) => [one, direction, String(number)]);
    case 'span':
      return fc.oneof(
        time.map((day) => [day.slice(0, 10)]),
        fc.tuple(fc.constantFrom('Today', '', 'x y'), timely, timely),
      );
    case 'part':
      return fc
        .tuple(
          part,
          fc.oneof(fc.nat(12), fc.nat(60), fc.constantFrom(2025, 2026)),
          fc.constantFrom('EE', 'GE', 'GT', 'LE', 'LT'),
        )
        .map(([one, number, comparison]) => ['So', one, String(number), comparison]);
    case 'dynamic filter':
      return fc.constant(['90d1921e5f510100a9ad2572f2b477fe']);
  }
}

const number = fc.constantFrom('0', '1', '2', '10', '-5', '1.5', '+1', '.5', '1e3', '-1e400');

/** A pattern made of a text, so that it is likely to match something. */
function patternNear(known: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const sign = fc.constantFrom('.', '.*', '\\w', '\\d+', '[a-z0-9]', '?', '(?:a|B)?', '|', '{1,2}');
  return fc
    .tuple(known, fc.nat(4), fc.option(sign))
    .map(([whole, at, odd]) => {
      const characters = Array.from(whole.replaceAll('^', ''), escapeSign);
      return [...characters.slice(0, at), odd ?? '', ...characters.slice(at + 1)].join('');
    })
    .filter((pattern) => patternTest(pattern) !== null && pattern !== '');
}

function escapeSign(character: string): string {
  return /[\\.*+?()[\]{}|$]/.test(character) ? `\\${character}` : character;
}

/** A text that does not end its place in the query, nor makes another operator of the one before it. */
function writtenArbitrary(operator: Operator, takes: Takes, stored: string[]): fc.Arbitrary<string> {
  const known = stored.length > 0 ? fc.constantFrom(...stored) : text;
  const piece = fc.tuple(known, fc.nat(3), fc.nat(3)).map(([whole, from, length]) => {
    const characters = Array.from(whole);
    return characters.slice(from, from + length + 1).join('');
  });
  const ends = takes === 'list' ? /[\^,]/g : takes === 'range' || takes === 'span' ? /[\^@]/g : /\^/g;
  return fc
    .oneof(known, piece, known.map(otherCase), text)
    .map((value) => value.replaceAll(ends, ''))
    .filter((value) => takes === 'text' || takes === 'list' || value !== '')
    .filter((value) => !/^[<>]$/.test(operator) || !value.startsWith('='));
}

function otherCase(value: string): string {
  return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
}
