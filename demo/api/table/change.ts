import type { Asking } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import type { Effect } from '../../ledger/ledger.ts';
import type { Wanted } from '../../records/values.ts';
import { read, type Row } from '../../store/row.ts';

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

function about({ session, key, request }: Asking, row: Row): Omit<Effect, 'seq' | 'at' | 'op' | 'fields'> {
  const table = read(row, 'sys_class_name');
  return { user: session.userName, table, sys_id: read(row, 'sys_id'), key, request };
}
