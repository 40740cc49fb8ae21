import type { Instance } from '../instance.ts';
import type { Wanted } from '../records/values.ts';
import type { Session } from '../session.ts';
import { read, type Row } from '../store/row.ts';

/** Who asks for a change, with the request's key. */
export interface Asking {
  session: Session;
  key: string | null;
}

/** Makes a record and notes the effect. */
export function makeRecord(instance: Instance, asking: Asking, table: string, what: Wanted): Row {
  return instance.store.together(() => {
    const row = instance.records.insert(asking.session, table, what);
    instance.ledger.add({ ...about(asking, row), op: 'insert', fields: what.values });
    noteEffects(instance, asking, row, what);
    return row;
  });
}

/** Changes a record and notes the effects: setting fields is one, each note is another, changing nothing is none. */
export function changeRecord(instance: Instance, asking: Asking, before: Row, what: Wanted): Row {
  return instance.store.together(() => {
    const row = instance.records.update(
      asking.session,
      read(before, 'sys_class_name'),
      read(before, 'sys_id'),
      what,
    );
    const moved = Object.entries(what.values).some(([field, value]) => read(before, field) !== value);
    if (moved) instance.ledger.add({ ...about(asking, row), op: 'update', fields: what.values });
    noteEffects(instance, asking, row, what);
    return row;
  });
}

/** Deletes a record and notes the effect. */
export function dropRecord(instance: Instance, asking: Asking, row: Row): void {
  instance.store.together(() => {
    instance.records.remove(asking.session, read(row, 'sys_class_name'), read(row, 'sys_id'));
    instance.ledger.add({ ...about(asking, row), op: 'delete', fields: {} });
  });
}

function noteEffects(instance: Instance, asking: Asking, row: Row, { notes }: Wanted): void {
  for (const [column, text] of notes) {
    instance.ledger.add({ ...about(asking, row), op: 'note', fields: { [column]: text } });
  }
}

function about(
  { session, key }: Asking,
  row: Row,
): { user: string; table: string; sys_id: string; key: string | null } {
  return { user: session.userName, table: read(row, 'sys_class_name'), sys_id: read(row, 'sys_id'), key };
}
