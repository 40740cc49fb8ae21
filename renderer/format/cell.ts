import type { Cell, FieldType } from '../../preload/contract/records.ts';
import { words } from '../messages/messages.ts';
import { isoOf } from './datetime.ts';
import { instantText } from './instant.ts';

const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 10 });
const date = new Intl.DateTimeFormat(words.locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A field's value as a person reads it; the empty string when it is empty. */
export function cellText(type: FieldType, cell: Cell | undefined, now: Date = new Date()): string {
  if (cell === undefined || cell.value === '') return '';
  switch (type) {
    case 'datetime':
      return isDate(isoOf(cell.value)) ? instantText(isoOf(cell.value), now) : cell.display;
    case 'date':
      return isDate(cell.value) ? date.format(new Date(cell.value)) : cell.display;
    case 'integer':
    case 'decimal':
      return Number.isFinite(Number(cell.value)) ? number.format(Number(cell.value)) : cell.display;
    case 'boolean':
      return cell.value === 'true' || cell.value === '1' ? words.yes : words.no;
    case 'string':
    case 'reference':
    case 'choice':
    case 'journal':
      return cell.display === '' ? cell.value : cell.display;
  }
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
