import type {
  ListPage,
  ListQuestion,
  ListRow,
  RecordField,
  RecordScreen,
} from '../../../preload/contract/records.ts';
import { offer } from './actions.ts';
import type { FakeEntry } from './outbox.ts';
import { streamOf } from './stream.ts';
import { columnsOf, type FakeRecord } from './world.ts';

/** What the screens are made of. */
interface Cache {
  records: FakeRecord[];
  entries: FakeEntry[];
  asOf: string | null;
  /** How much others have said about each task. */
  said: number;
}

export const lists: Record<
  string,
  { label: string; table: string; columns: string[]; row: string[]; none: string[] }
> = {
  'my-tasks': {
    label: 'My tasks',
    table: 'wm_task',
    columns: ['number', 'short_description', 'state', 'priority', 'expected_start', 'location'],
    row: ['accept', 'close-complete'],
    none: ['start-shift'],
  },
  'all-open-tasks': {
    label: 'All open tasks',
    table: 'wm_task',
    columns: [
      'number',
      'short_description',
      'state',
      'priority',
      'assigned_to',
      'expected_start',
      'location',
    ],
    row: ['assign', 'close-complete', 'delete'],
    none: [],
  },
  'work-orders': {
    label: 'Work orders',
    table: 'wm_order',
    columns: ['number', 'short_description', 'state', 'priority', 'location'],
    row: [],
    none: [],
  },
  'my-shifts': {
    label: 'My shifts',
    table: 'shift',
    columns: ['number', 'state'],
    row: [],
    none: ['start-shift'],
  },
};

export function listPage(cache: Cache, { list, search, after, limit }: ListQuestion): ListPage {
  const { label, table, columns, row, none } = lists[list] ?? {
    label: list,
    table: '',
    columns: [],
    row: [],
    none: [],
  };
  const found = cache.records
    .filter((record) => record.table === table && cache.asOf !== null)
    .filter((record) => list !== 'my-tasks' || record.cells['assigned_to']?.value === 'u1')
    .filter(({ cells }) =>
      ['number', 'short_description'].some((field) =>
        cells[field]?.display.toLowerCase().includes(search.toLowerCase()),
      ),
    );
  const from = Number(after ?? 0);
  return {
    id: list,
    label,
    table,
    columns: columnsOf(...columns),
    rows: found.slice(from, from + limit).map((record) => rowOf(cache, record, row)),
    total: found.length,
    next: from + limit < found.length ? String(from + limit) : null,
    asOf: cache.asOf,
    actions: none.map((action) => offer(action, null)),
  };
}

export function recordScreen(cache: Cache, record: FakeRecord): RecordScreen {
  const isTask = record.table === 'wm_task';
  const tasks = cache.records.filter(
    ({ cells, table }) => table === 'wm_task' && cells['parent']?.value === record.sys_id,
  );
  const fields = (...names: string[]): RecordField[] =>
    columnsOf(...names).map((column) => ({
      ...column,
      ...(record.cells[column.field] ?? { value: '', display: '' }),
      opens:
        column.field === 'parent' ? { table: 'wm_order', sys_id: record.cells['parent']?.value ?? '' } : null,
      unsent: column.field === 'state' && waiting(cache, record).length > 0,
    }));
  return {
    table: record.table,
    sys_id: record.sys_id,
    title: record.cells['number']?.display ?? '',
    label: isTask ? 'Work Order Task' : 'Work Order',
    sections: [
      {
        label: 'Task',
        fields: fields('short_description', 'state', 'priority', 'assigned_to', 'description'),
      },
      {
        label: 'Where and when',
        fields: fields('parent', 'location', 'expected_start', 'work_end', 'close_notes'),
      },
    ],
    related: isTask
      ? []
      : [
          {
            label: 'Tasks',
            table: 'wm_task',
            columns: columnsOf('number', 'short_description', 'state', 'assigned_to'),
            rows: tasks.slice(0, 20).map((task) => rowOf(cache, task, [])),
            total: tasks.length,
          },
        ],
    actions: isTask
      ? ['accept', 'assign', 'close-complete', 'report', 'note', 'delete'].map((action) =>
          offer(action, record),
        )
      : [],
    asOf: cache.asOf,
    entries: waiting(cache, record),
    stream: isTask
      ? streamOf(
          cache.entries.filter(({ line }) => line.record?.sys_id === record.sys_id),
          cache.asOf,
          cache.said,
        )
      : [],
    hasStream: isTask,
  };
}

function rowOf(cache: Cache, record: FakeRecord, actions: string[]): ListRow {
  const { table, sys_id, cells } = record;
  return {
    table,
    sys_id,
    cells,
    unsent: waiting(cache, record).length > 0,
    actions: actions.map((action) => offer(action, record)),
  };
}

function waiting({ entries }: Cache, { sys_id }: FakeRecord): RecordScreen['entries'] {
  return entries
    .map(({ line }) => line)
    .filter(({ record, state }) => record?.sys_id === sys_id && state !== 'sent');
}
