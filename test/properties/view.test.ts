import fc from 'fast-check';
import { expect } from 'vitest';
import type { Writer } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { addEntry } from '../../main/outbox/entries.ts';
import type { Row } from '../../main/query/row.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { addPending, forgetPending, type PendingChange } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { baseOf, isChanged, keepBase, recomputeView, takeBase } from '../../main/records/view.ts';
import { sysId } from '../support/catalog.ts';
import { newEntry } from '../support/entry.ts';
import { test } from '../support/laptop.ts';

const records = [sysId(1), sysId(2), sysId(3)];
const cell = fc.constantFrom('', 'a', 'b', 'c');
const someFields = fc.record(
  { number: cell, state: cell, dv_state: cell, close_notes: cell },
  { requiredKeys: [] },
);

/** What the instance tells of a record: some of its fields, all of them, or that it is gone. */
const told = fc.oneof(
  { weight: 3, arbitrary: someFields },
  { weight: 2, arbitrary: someFields.map((fields) => ({ ...fields, whole: '' })) },
  { weight: 1, arbitrary: fc.constant(null) },
);

type Change = { sys_id: string } & (
  { operation: 'insert' | 'update'; fields: Row } | { operation: 'delete' } | { operation: 'note' }
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    sys_id: fc.constantFrom(...records),
    operation: fc.constantFrom('insert' as const, 'update' as const, 'update' as const),
    fields: someFields,
  }),
  fc.record({
    sys_id: fc.constantFrom(...records),
    operation: fc.constantFrom('delete' as const, 'note' as const),
  }),
);

type Command =
  | { do: 'trigger'; changes: Change[] }
  | { do: 'pull'; sys_id: string; told: Row | null }
  /** `answers` by record; what is left out was not told. */
  | { do: 'acknowledge'; which: number; answers: Record<string, Row | null> }
  | { do: 'discard'; which: number };

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('trigger' as const),
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pull' as const), sys_id: fc.constantFrom(...records), told }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('acknowledge' as const),
      which: fc.nat(9),
      answers: fc.dictionary(fc.constantFrom(...records), told, { maxKeys: 2 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('discard' as const), which: fc.nat(9) }) },
);

/** What a laptop should hold, said as simply as can be. */
class Model {
  readonly base = new Map<string, Row>();
  entries: { seq: number; changes: Change[] }[] = [];

  pull(sys_id: string, answer: Row | null): void {
    if (answer === null) this.base.delete(sys_id);
    else this.base.set(sys_id, { ...this.base.get(sys_id), ...answer, sys_id });
  }

  view(sys_id: string): Row | undefined {
    let view = this.base.get(sys_id);
    for (const change of this.pendingOf(sys_id)) {
      if (change.operation === 'delete') view = undefined;
      else if (change.operation === 'insert') view = { ...view, ...change.fields, sys_id };
      else if (change.operation === 'update' && view) view = { ...view, ...change.fields };
    }
    return view;
  }

  pendingOf(sys_id: string): Change[] {
    return this.entries.flatMap(({ changes }) => changes).filter((change) => change.sys_id === sys_id);
  }
}

function filled(table: CacheTable, row: Row | null | undefined): Row | null {
  return row ? Object.fromEntries(table.columns.map((column) => [column, row[column] ?? ''])) : null;
}

/** All columns where the instance told all, only those told otherwise. */
function rowOf(table: CacheTable, sys_id: string, { whole, ...fields }: Row): Row {
  const row = { ...fields, sys_id };
  return whole === undefined ? row : { ...filled(table, {}), ...row };
}

function run(write: Writer, table: CacheTable, model: Model, command: Command): void {
  switch (command.do) {
    case 'trigger': {
      const seq = addEntry(write, newEntry());
      for (const sys_id of new Set(command.changes.map((change) => change.sys_id))) {
        keepBase(write, table, sys_id);
        command.changes.forEach((made, step) => {
          if (made.sys_id === sys_id) addPending(write, seq, pendingFrom(made, step));
        });
        recomputeView(write, table, sys_id);
      }
      model.entries.push({ seq, changes: command.changes });
      return;
    }
    case 'pull': {
      const row = command.told && rowOf(table, command.sys_id, command.told);
      const before = filled(table, readRow(write, table, command.sys_id));
      const changed = takeBase(write, table, command.sys_id, row);
      expect(changed).toBe(
        JSON.stringify(filled(table, readRow(write, table, command.sys_id))) !== JSON.stringify(before),
      );
      model.pull(command.sys_id, row);
      return;
    }
    case 'acknowledge':
    case 'discard': {
      const entry = model.entries[command.which % Math.max(model.entries.length, 1)];
      if (!entry) return;
      for (const [sys_id, answer] of Object.entries(command.do === 'acknowledge' ? command.answers : {})) {
        const row = answer && rowOf(table, sys_id, answer);
        takeBase(write, table, sys_id, row);
        model.pull(sys_id, row);
      }
      for (const { sys_id } of entry.changes) {
        forgetPending(write, entry.seq, sys_id);
        recomputeView(write, table, sys_id);
      }
      model.entries = model.entries.filter((other) => other !== entry);
    }
  }
}

function pendingFrom(change: Change, step: number): PendingChange {
  const at = { table: 'wm_task', sys_id: change.sys_id, step };
  if (change.operation === 'note') return { ...at, operation: 'note', field: 'work_notes', text: 'Called' };
  return change.operation === 'delete'
    ? { ...at, operation: 'delete' }
    : { ...at, operation: change.operation, fields: { ...change.fields } };
}

function compare(write: Writer, table: CacheTable, model: Model): void {
  for (const sys_id of records) {
    expect(filled(table, readRow(write, table, sys_id))).toEqual(filled(table, model.view(sys_id)));
    expect(filled(table, baseOf(write, table, sys_id))).toEqual(filled(table, model.base.get(sys_id)));
    expect(isChanged(write, sys_id)).toBe(model.pendingOf(sys_id).length > 0);
  }
}

/** Ends a history and takes it back, so that the next one begins on the same empty laptop. */
class Over extends Error {}

test('whatever happens in whatever order, the view is base and pending changes', ({ database, tasks }) => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 25 }), (commands) => {
      const history = (write: Writer): never => {
        const model = new Model();
        for (const one of commands) {
          run(write, tasks, model, one);
          compare(write, tasks, model);
        }
        while (model.entries.length > 0) run(write, tasks, model, { do: 'discard', which: 0 });
        compare(write, tasks, model);
        expect(write.select(build.selectFrom('cached_base').selectAll())).toEqual([]);
        expect(write.select(build.selectFrom('pending_change').selectAll())).toEqual([]);
        throw new Over();
      };
      expect(() => database.transaction(history)).toThrow(Over);
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  );
});
