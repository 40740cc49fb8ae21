import { expect } from 'vitest';
import type { Side } from '../../preload/contract/conflicts.ts';
import type { Database } from '../../main/database/database.ts';
import type { Conflict } from '../../preload/contract/outbox.ts';
import { triesOf } from '../../main/outbox/doubt.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import type { Catalog } from '../../main/records/catalog.ts';
import { resolve } from '../../main/delivery/resolve.ts';
import { addStepsEntry, entryOf, move, decisionAt } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { note, remove, task, update } from '../support/steps.ts';

const cell = (value: string) => ({ value, display: value });
const side = (field: string, [base, mine, theirs]: [string, string, string], clash: boolean) => ({
  field,
  base: cell(base),
  mine: cell(mine),
  theirs: cell(theirs),
  clash,
});
const conflict: Conflict = {
  ...task(1),
  kind: 'changed',
  by: 'max',
  at: '',
  modCount: '5',
  fields: [
    side('state', ['16', '17', '18'], true),
    side('priority', ['4', '2', '1'], false),
    side('description', ['Lift', 'Lift', 'Pump'], false),
    side('close_notes', ['', 'Done', ''], false),
  ],
};
const fields = { state: '17', priority: '2', description: 'Lift', close_notes: 'Done' };

function decided(
  database: Database,
  catalog: Catalog,
  steps: CompiledStep[],
  choices: Record<string, Side>,
): Entry {
  const question = { about: 'conflict', conflict } as const;
  const entry = move(database, addStepsEntry(database, ...steps), ['send', 'later', 'conflict'], {
    question,
  });
  database.transaction((write) => {
    resolve(write, catalog, entry, conflict, choices, decisionAt);
  });
  return entryOf(database, entry.seq);
}

test.for<[choice: Side, policy: 'mine' | 'theirs', left: Record<string, string>]>([
  ['mine', 'mine', { state: '17', priority: '2', close_notes: 'Done' }],
  ['mine', 'theirs', { state: '17', close_notes: 'Done' }],
  ['theirs', 'mine', { priority: '2', close_notes: 'Done' }],
  ['theirs', 'theirs', { close_notes: 'Done' }],
])(
  'a clash goes by the choice (%s), the rest by policy (%s) and by who changed it at all',
  ([choice, policy, left], { database, catalog }) => {
    const step = { ...update(1, fields), policies: { priority: policy } };
    const entry = decided(database, catalog, [step, note(1)], { state: choice });
    expect(entry).toMatchObject({ state: 'queued', revision: 1, question: null, step: 0 });
    expect([entry.decided, triesOf(entry)]).toEqual([{ at: decisionAt, attempts: 1 }, 0]);
    const [first, second] = entry.steps;
    expect(first?.do === 'update' && first.fields).toEqual(left);
    // A further change by somebody else is seen again.
    expect(first).toMatchObject({ modCount: '5', seen: { state: cell('18'), priority: cell('1') } });
    expect(second).toEqual(note(1));
  },
);

test('a delete that is still wanted goes as it is, upon what the person has been shown', ({
  database,
  catalog,
}) => {
  const { steps, revision } = decided(database, catalog, [remove(1)], {});
  expect([steps, revision]).toMatchObject([
    [{ do: 'delete', modCount: '5', seen: { state: cell('18') } }],
    1,
  ]);
  expect(steps[0]).not.toHaveProperty('fields');
});
