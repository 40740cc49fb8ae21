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

const texts: Record<FieldType, (cell: Cell, now: Date) => string> = {
  string: plainText,
  reference: plainText,
  choice: plainText,
  journal: plainText,
  integer: numberText,
  decimal: numberText,
  boolean: ({ value }) => (value === 'true' || value === '1' ? words.yes : words.no),
  date: ({ value, display }) => (isDate(value) ? date.format(new Date(value)) : display),
  datetime: ({ value, display }, now) => (isDate(isoOf(value)) ? instantText(isoOf(value), now) : display),
};

/** A field's value as a person reads it; the empty string when it is empty. */
export function cellText(type: FieldType, cell: Cell | undefined, now: Date = new Date()): string {
  return cell === undefined || cell.value === '' ? '' : texts[type](cell, now);
}

function plainText({ value, display }: Cell): string {
  return display === '' ? value : display;
}

function numberText({ value, display }: Cell): string {
  return Number.isFinite(Number(value)) ? number.format(Number(value)) : display;
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}
