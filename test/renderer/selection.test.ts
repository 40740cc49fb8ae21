import { expect, test } from 'vitest';
import type { ListRow } from '../../preload/contract/records.ts';
import { Selection } from '../../renderer/screens/list/selection.svelte.ts';

const rows = ['a', 'b', 'c', 'd', 'e'].map((sys_id): ListRow => ({
  table: 'wm_task',
  sys_id,
  cells: {},
  unsent: false,
  actions: [],
}));

function chosen(selection: Selection): string {
  return selection
    .of(rows)
    .map(({ sys_id }) => sys_id)
    .join('');
}

test('rows are chosen one by one and let go', () => {
  const selection = new Selection();
  selection.choose(rows, 'b', true, false);
  selection.choose(rows, 'd', true, false);
  expect(chosen(selection)).toBe('bd');
  selection.choose(rows, 'b', false, false);
  expect(chosen(selection)).toBe('d');
});

test.each([
  ['b', 'd', 'bcd'],
  ['d', 'b', 'bcd'],
])('shift takes all from %s to %s', (from, to, all) => {
  const selection = new Selection();
  selection.choose(rows, from, true, false);
  selection.choose(rows, to, true, true);
  expect(chosen(selection)).toBe(all);
});

test('shift lets go of a range too; without a beginning it is one row', () => {
  const selection = new Selection();
  selection.all(rows, true);
  selection.choose(rows, 'b', false, true);
  expect(chosen(selection)).toBe('acde');
  selection.choose(rows, 'd', false, true);
  expect(chosen(selection)).toBe('ae');
});

test('rows that are not shown any more do not count', () => {
  const selection = new Selection();
  selection.all(rows, true);
  expect(selection.of(rows.slice(1, 3))).toHaveLength(2);
  selection.clear();
  expect(chosen(selection)).toBe('');
});
