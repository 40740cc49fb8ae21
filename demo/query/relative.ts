import { moment, stamp } from '../clock.ts';

const units = new Map([
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
  ['dayofweek', 86_400_000],
  ['week', 604_800_000],
  ['month', 2_629_800_000],
  ['quarter', 7_889_400_000],
  ['year', 31_557_600_000],
]);

/** The bound of `RELATIVEGT@hour@ago@3`, as a time is kept; null when it is written otherwise. */
export function relativeBound(value: string, now: number): string | null {
  const [unit, direction, count] = value.replace(/^@/, '').split('@');
  const length = units.get(unit ?? '');
  if (length === undefined || !/^\d{1,6}$/.test(count ?? '')) return null;
  if (direction !== 'ago' && direction !== 'ahead') return null;
  return stamp(now + (direction === 'ago' ? -1 : 1) * Number(count) * length);
}

/** `other@day@before@1` of MORETHAN and LESSTHAN: whether one time is so far from another. */
export function distance(
  value: string,
): { field: string; holds: (a: string, b: string, more: boolean) => boolean } | null {
  const [field, unit, direction, count] = value.split('@');
  const length = units.get(unit ?? '');
  if (field === undefined || length === undefined || !/^\d{1,6}$/.test(count ?? '')) return null;
  const bound = Number(count) * length;
  return {
    field,
    holds: (a, b, more) => {
      const [first, second] = [moment(a), moment(b)];
      if (first === null || second === null) return false;
      const apart = direction === 'before' ? second - first : first - second;
      return more ? apart > bound : apart < bound && apart >= 0;
    },
  };
}
