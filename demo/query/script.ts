import { fromZone, stamp, toZone } from '../clock.ts';

/** Who asks and when: what the functions of a query may look at. */
export interface Asker {
  sysId: string;
  userName: string;
  zone: string;
  now: number;
}

const DAY = 86_400_000;

type Function = (asker: Asker, given: number) => string;

/** The functions that may follow `javascript:` in a value. Looked up by name; nothing is ever run as script. */
const functions = new Map<string, Function>([
  ['gs.getUserID', (asker) => asker.sysId],
  ['gs.getUserName', (asker) => asker.userName],
  ['gs.nowDateTime', (asker) => stamp(asker.now)],
  ['gs.daysAgo', (asker, days) => stamp(asker.now - days * DAY)],
  ['gs.hoursAgo', (asker, hours) => stamp(asker.now - (hours * DAY) / 24)],
  ['gs.minutesAgo', (asker, minutes) => stamp(asker.now - minutes * 60_000)],
  ['gs.daysAgoStart', (asker, days) => edge(asker, -days, 'start')],
  ['gs.daysAgoEnd', (asker, days) => edge(asker, -days, 'end')],
  ['gs.beginningOfToday', (asker) => edge(asker, 0, 'start')],
  ['gs.endOfToday', (asker) => edge(asker, 0, 'end')],
  ['gs.beginningOfYesterday', (asker) => edge(asker, -1, 'start')],
  ['gs.endOfYesterday', (asker) => edge(asker, -1, 'end')],
  ['gs.beginningOfTomorrow', (asker) => edge(asker, 1, 'start')],
  ['gs.endOfTomorrow', (asker) => edge(asker, 1, 'end')],
  ['gs.beginningOfLast7Days', (asker) => edge(asker, -7, 'start')],
  ['gs.endOfLast7Days', (asker) => edge(asker, 0, 'end')],
]);

/** What a value stands for; null when it is script this instance cannot make sense of. */
export function evaluate(value: string, asker: Asker): string | null {
  const script = /^\s*javascript:\s*(.*?);?\s*$/is.exec(value)?.[1];
  if (script === undefined) return value;
  const generated = /^gs\.dateGenerate\(\s*'(\d{4}-\d{2}-\d{2})'\s*,\s*'([\d:]{8}|start|end)'\s*\)$/.exec(
    script,
  );
  if (generated) return generate(generated[1] ?? '', generated[2] ?? '', asker.zone);
  const call = /^([\w.]+)\(\s*(-?\d{0,6})\s*\)$/.exec(script);
  return call ? (functions.get(call[1] ?? '')?.(asker, Number(call[2])) ?? null) : null;
}

/** A plain day (`ON2025-01-10`) as its name, beginning and end in the asker's zone; null for anything else. */
export function dayOf(value: string, { zone }: Asker): [string, string, string] | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  return [value, generate(value, 'start', zone), generate(value, 'end', zone)];
}

function generate(day: string, time: string, zone: string): string {
  const written = time === 'start' ? '00:00:00' : time === 'end' ? '23:59:59' : time;
  return fromZone(`${day} ${written}`, zone);
}

/** The first or last second of a day, counted from the asker's own today. */
function edge(asker: Asker, days: number, which: 'start' | 'end'): string {
  const day = toZone(stamp(asker.now + days * DAY), asker.zone).slice(0, 10);
  return generate(day, which, asker.zone);
}
