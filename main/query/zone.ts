/**
 * Time zones, by what Intl knows of them. A *wall* is what the clocks of a zone show, counted in milliseconds as if
 * the zone were UTC, so that days and months of it can be reckoned with Date's UTC methods. It has whole seconds.
 */
export function wallOf(instant: number, zone: string): number {
  if (zone === 'UTC') return wholeSeconds(instant);
  const shown = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  for (const { type, value } of formatOf(zone).formatToParts(instant)) {
    if (type in shown) shown[type as keyof typeof shown] = Number(value);
  }
  const wall = new Date(0).setUTCFullYear(shown.year, shown.month - 1, shown.day);
  return wall + shown.hour * 3_600_000 + shown.minute * 60_000 + shown.second * 1000;
}

/**
 * The instant at which clocks show `wall`. An hour that comes twice means its first time; one that is left out, when
 * clocks go forward, means the time as it would be without the change: a midnight left out is the moment of the change.
 */
export function fromWall(wall: number, zone: string): number {
  if (zone === 'UTC') return wall;
  const before = wall - offsetAt(wall - DAY, zone);
  const after = wall - offsetAt(wall + DAY, zone);
  const shown = [before, after].filter((instant) => wallOf(instant, zone) === wall);
  return shown.length > 0 ? Math.min(...shown) : before;
}

const DAY = 86_400_000;

function offsetAt(instant: number, zone: string): number {
  return wallOf(instant, zone) - wholeSeconds(instant);
}

function wholeSeconds(instant: number): number {
  return Math.floor(instant / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Kept by zone: making one takes a hundred times as long as using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formats.set(zone, format);
  }
  return format;
}
