/** Dates and times as text, the way an instance stores them: `YYYY-MM-DD`, or `YYYY-MM-DD HH:mm:ss` in UTC. */

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATETIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** An instant (milliseconds since 1970) as a date and time. */
export function utcText(instant: number): string {
  return new Date(instant).toISOString().slice(0, 'YYYY-MM-DD HH:mm:ss'.length).replace('T', ' ');
}

/** The same as a date. */
export function utcDate(instant: number): string {
  return new Date(instant).toISOString().slice(0, 'YYYY-MM-DD'.length);
}

/** The instant of a date (its beginning) or of a date and time, in milliseconds since 1970; NaN for any other text. */
export function instantOfUtc(text: string): number {
  if (DATETIME.test(text)) return Date.parse(`${text.replace(' ', 'T')}Z`);
  return DATE.test(text) ? Date.parse(text) : Number.NaN;
}

/** Whether a text is a date and not a date and time. */
export function isDateText(text: string): boolean {
  return DATE.test(text);
}
