/** `YYYY-MM-DD HH:mm:ss` in UTC, as the instance stores it, to an ISO instant. */
export function isoOf(datetime: string): string {
  return `${datetime.replace(' ', 'T')}Z`;
}

/** The same to what `<input type="datetime-local">` holds, in the person's time zone. */
export function localOf(datetime: string): string {
  const at = new Date(isoOf(datetime));
  if (Number.isNaN(at.getTime())) return '';
  const date = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** And back; the empty string for an input that is empty or half typed. */
export function datetimeOf(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 19).replace('T', ' ');
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
