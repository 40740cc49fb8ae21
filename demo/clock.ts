const FIRST = Date.UTC(1000, 0);
const LAST = Date.UTC(9999, 11, 31);

/** `YYYY-MM-DD HH:MM:SS` in UTC: how the instance keeps a time. Years have four digits; what is beyond is cut off. */
export function stamp(milliseconds: number): string {
  return new Date(Math.min(Math.max(milliseconds, FIRST), LAST)).toISOString().slice(0, 19).replace('T', ' ');
}

/** Milliseconds of a kept time; null when the text is none. */
export function moment(text: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (!parts) return null;
  const milliseconds = Date.parse(`${parts[1] ?? ''}T${parts[2] ?? '00:00:00'}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

const HOUR = 3_600_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** How far the zone is ahead of UTC at that time, in milliseconds. Remembered by the hour: formatting is slow. */
function zoneOffset(zone: string, milliseconds: number): number {
  if (zone === '' || zone === 'UTC') return 0;
  const hour = Math.floor(milliseconds / HOUR) * HOUR;
  const name = `${zone} ${hour}`;
  const known = offsets.get(name);
  if (known !== undefined) return known;
  if (offsets.size > 50_000) offsets.clear();
  const offset = measureOffset(zone, hour);
  offsets.set(name, offset);
  return offset;
}

const hours = new Map<string, string | null>();

/**
 * A kept time as somebody in the zone reads it; what is no time stays as it is. Zones mostly differ by whole hours, so
 * the hour is looked up and minutes and seconds stay: a page of records shows thousands of times.
 */
export function toZone(text: string, zone: string): string {
  if (text.length !== 19 || zone === 'UTC') return text;
  const name = zone + text.slice(0, 13);
  let hour = hours.get(name);
  if (hour === undefined) {
    const start = moment(`${text.slice(0, 13)}:00:00`);
    const offset = start === null ? 0 : zoneOffset(zone, start);
    hour = start === null || offset % HOUR !== 0 ? null : stamp(start + offset).slice(0, 13);
    if (hours.size > 50_000) hours.clear();
    hours.set(name, hour);
  }
  if (hour !== null) return hour + text.slice(13);
  const milliseconds = moment(text);
  return milliseconds === null ? text : stamp(milliseconds + zoneOffset(zone, milliseconds));
}

/** The opposite of `toZone`: the kept form of a time that somebody in the zone wrote. */
export function fromZone(text: string, zone: string): string {
  const local = moment(text);
  return local === null ? text : stamp(local - zoneOffset(zone, local - zoneOffset(zone, local)));
}

function measureOffset(zone: string, milliseconds: number): number {
  try {
    const format = formats.get(zone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...fields });
    formats.set(zone, format);
    return (moment(format.format(milliseconds)) ?? milliseconds) - milliseconds;
  } catch {
    return 0;
  }
}

const fields = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;
