import type { Cell } from '../../../preload/contract/outbox.ts';
import type {
  Column,
  ListRow,
  OfferedAction,
  RecordField,
  RecordScreen,
  StreamItem,
} from '../../../preload/contract/records.ts';

export const task = { table: 'wm_task', sys_id: 'task1', title: 'WOT0010001' };

export const accept: OfferedAction = {
  id: 'accept',
  label: 'Accept',
  offered: true,
  why: null,
  form: false,
  confirm: null,
};
const close: OfferedAction = { ...accept, id: 'close-complete', label: 'Close complete', form: true };

export function plain(value: string): Cell {
  return { value, display: value };
}

export function row(at: number, short_description: string, state: string): ListRow {
  const isAssigned = state === 'Assigned';
  const why = isAssigned ? null : 'Only a task that is assigned to you can be accepted';
  return {
    table: 'wm_task',
    sys_id: `task${at}`,
    cells: {
      number: plain(`WOT001000${at}`),
      short_description: plain(short_description),
      state: plain(state),
      priority: plain('2 - High'),
      expected_start: plain('2026-11-30 08:00:00'),
      location: plain('Rotterdam, Waalhaven 12'),
    },
    unsent: at === 2,
    actions: [{ ...accept, offered: isAssigned, why }],
  };
}

function field(column: Column, value: string, unsent = false): RecordField {
  return { ...column, ...plain(value), opens: null, unsent };
}

export function note(at: string, text: string, entry: number | null = null): StreamItem {
  const field = { kind: 'note', field: 'work_notes', label: 'Work note' } as const;
  return { ...field, author: 'Wim de Vries', at, entry, text };
}

export const record: RecordScreen = {
  ...task,
  label: 'Work Order Task',
  sections: [
    {
      label: 'Task',
      fields: [
        field(
          { field: 'short_description', label: 'Short description', type: 'string' },
          'Replace compressor',
        ),
        field({ field: 'state', label: 'State', type: 'choice' }, 'Accepted', true),
        field({ field: 'expected_start', label: 'Expected start', type: 'datetime' }, '2026-11-30 08:00:00'),
        field(
          { field: 'description', label: 'Description', type: 'string' },
          'The alarm went off at 02:10 and twice since.\nKeys are at the front desk; ask for Marloes.',
        ),
        field({ field: 'close_notes', label: 'Closing note', type: 'string' }, ''),
      ],
    },
  ],
  related: [],
  actions: [
    accept,
    close,
    { ...accept, id: 'start', label: 'Start work', offered: false, why: 'Accept it first' },
  ],
  asOf: new Date().toISOString(),
  entries: [],
  stream: [note('2026-11-28T14:05:00.000Z', 'Compressor is seized.\nNeeds part 4711-B.')],
  hasStream: true,
};
