import type { FieldType } from '../../preload/contract/records.ts';
import { QueryError } from './error.ts';
import type { SortValue } from './sort.ts';
import { isNumber, sortValue } from './sort.ts';

const number = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** The value that `<`, `<=`, `>` and `>=` compare with. Throws QueryError for a number field and no number. */
export function operand(text: string, type: FieldType, term: string): SortValue {
  if (isNumber(type) && !number.test(text)) {
    throw new QueryError(term, `"${term}" compares a number with "${text}", which is none`);
  }
  return sortValue(type)(text);
}
