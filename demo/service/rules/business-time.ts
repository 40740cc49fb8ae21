/** Work is done from Monday to Friday between these hours (UTC). */
const [OPENS, CLOSES] = [8, 18];

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Milliseconds of business hours between two times; none when the second comes first. */
export function businessBetween(from: number, to: number): number {
  let sum = 0;
  for (let day = dayOf(from); day < to; day += DAY) {
    const { opens, closes } = hoursOf(day);
    sum += Math.max(Math.min(to, closes) - Math.max(from, opens), 0);
  }
  return sum;
}

/** The time at which so many milliseconds of business hours have gone by. */
export function businessAfter(from: number, milliseconds: number): number {
  let left = milliseconds;
  for (let day = dayOf(from); ; day += DAY) {
    const { opens, closes } = hoursOf(day);
    const start = Math.max(from, opens);
    if (closes > start && left <= closes - start) return start + left;
    left -= Math.max(closes - start, 0);
  }
}

function dayOf(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

function hoursOf(day: number): { opens: number; closes: number } {
  const isWeekend = [0, 6].includes(new Date(day).getUTCDay());
  return isWeekend ? { opens: day, closes: day } : { opens: day + OPENS * HOUR, closes: day + CLOSES * HOUR };
}
