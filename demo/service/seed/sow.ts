import { createHash } from 'node:crypto';
import { stamp } from '../../clock.ts';
import { blankRow, type Row } from '../../store/row.ts';
import type { Store } from '../../store/store.ts';
import { chance, type Chance } from './random.ts';

/** What seeding needs: where to, how much, and chance that falls out the same each time. */
export interface Field {
  store: Store;
  chance: Chance;
  tasks: number;
  /** Midnight (UTC) of the day the data is of; everything is dated around it. */
  today: number;
  now: number;
}

export function field(store: Store, seed: number, tasks: number, now: number): Field {
  return { store, chance: chance(seed), tasks, today: Math.floor(now / DAY) * DAY, now };
}

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** The sys_id of a seeded record: always the same for the same name. */
export function idOf(name: string): string {
  return createHash('md5').update(name).digest('hex');
}

/** Puts a record into the store as if it had been made at `made` and last touched at `touched`. */
export function sow(
  { store, now }: Field,
  table: string,
  sysId: string,
  values: Readonly<Record<string, string>>,
  made: number,
  touched = made,
  by = 'admin',
): Row {
  const row = Object.assign(blankRow(store.schema.known(table)), values, {
    sys_id: sysId,
    sys_created_on: stamp(Math.min(made, now)),
    sys_created_by: by,
    sys_updated_on: stamp(Math.min(Math.max(made, touched), now)),
    sys_updated_by: by,
  });
  store.put(table, row);
  return row;
}
