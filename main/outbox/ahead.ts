import type { Reader } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import type { Entry } from './entry.ts';

const before = query<{ sys_id: string; seq: number }, { entry: number }>((p) =>
  build
    .selectFrom('outbox_touch')
    .select('entry')
    .where('sys_id', '=', p('sys_id'))
    .where('entry', '<', p('seq'))
    .where('needs', '=', 0)
    .orderBy('entry', 'desc')
    .limit(1),
);

/**
 * The unacknowledged entries that go right before this one, on each of the records it touches or refers to: it may be sent
 * when there is none. What goes before those is found by asking for theirs.
 */
export function directlyAhead(reader: Reader, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): number[] {
  const found = touches.flatMap(({ sys_id }) => reader.first(before, { sys_id, seq })?.entry ?? []);
  return [...new Set(found)];
}

const others = query<{ sys_id: string; seq: number }, { entry: number }>((p) =>
  build
    .selectFrom('outbox_touch')
    .select('entry')
    .where('sys_id', '=', p('sys_id'))
    .where('entry', '<>', p('seq'))
    .limit(1),
);

/** Whether any other unacknowledged entry touches the record. */
export function isTouchedByOthers(reader: Reader, sysId: string, seq: number): boolean {
  return reader.first(others, { sys_id: sysId, seq }) !== undefined;
}
