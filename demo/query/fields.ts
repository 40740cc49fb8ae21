import { comparison } from '../store/order.ts';
import type { Row } from '../store/row.ts';
import { samePart } from './date-part.ts';
import { resolve, type Path } from './path.ts';
import { pattern } from './pattern.ts';
import { distance } from './relative.ts';
import type { RowTest, Scope } from './scope.ts';

/** Operators that compare a field with another one of the same record, by how the two compare. */
const signs = new Map<string, (sign: number) => boolean>([
  ['SAMEAS', (sign) => sign === 0],
  ['NSAMEAS', (sign) => sign !== 0],
  ['GT_FIELD', (sign) => sign > 0],
  ['LT_FIELD', (sign) => sign < 0],
  ['GT_OR_EQUALS_FIELD', (sign) => sign >= 0],
  ['LT_OR_EQUALS_FIELD', (sign) => sign <= 0],
  // Without a distance they compare durations and numbers.
  ['MORETHAN', (sign) => sign > 0],
  ['LESSTHAN', (sign) => sign < 0],
]);

/** The test that compares a field with another one; null when the operator is none such or there is no such field. */
export function againstField(field: Path, operator: string, value: string, scope: Scope): RowTest | null {
  const { store, table, asker } = scope;
  const far = operator === 'MORETHAN' || operator === 'LESSTHAN' ? distance(value) : null;
  const [name = '', part] = /SAMEAS$/.test(operator) ? value.split('@') : [value];
  const other = resolve(store, table, far?.field ?? name);
  if (!other) return null;
  if (far) return (row) => far.holds(field.of(row), other.of(row), operator === 'MORETHAN');
  const both = (row: Row): boolean => field.of(row) !== '' && other.of(row) !== '';
  if (part !== undefined) {
    const same = samePart(part, asker);
    return same && ((row) => both(row) && same(field.of(row), other.of(row)) === (operator === 'SAMEAS'));
  }
  if (operator === 'IN_FIELD')
    return (row) => both(row) && `,${other.of(row)},`.includes(`,${field.of(row)},`);
  if (operator === 'MATCH_RGX_FIELD') return (row) => both(row) && patternOf(other.of(row))(field.of(row));
  const holds = signs.get(operator);
  const compare = comparison(field.column);
  return holds ? (row) => both(row) && holds(compare(field.of(row), other.of(row))) : null;
}

const none = (): boolean => false;

/** Patterns that records hold; one that is not understood matches nothing. */
function patternOf(text: string): (value: string) => boolean {
  return pattern(text) ?? none;
}
