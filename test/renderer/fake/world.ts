import type { Cell, Column } from '../../../preload/contract/records.ts';

/** A record as the fake keeps it. */
export interface FakeRecord {
  table: string;
  sys_id: string;
  cells: Record<string, Cell>;
}

const columns: Record<string, Column> = {
  number: { field: 'number', label: 'Number', type: 'string' },
  short_description: { field: 'short_description', label: 'Short description', type: 'string' },
  description: { field: 'description', label: 'Description', type: 'string' },
  state: { field: 'state', label: 'State', type: 'choice' },
  priority: { field: 'priority', label: 'Priority', type: 'choice' },
  assigned_to: { field: 'assigned_to', label: 'Assigned to', type: 'reference' },
  expected_start: { field: 'expected_start', label: 'Expected start', type: 'datetime' },
  location: { field: 'location', label: 'Location', type: 'reference' },
  parent: { field: 'parent', label: 'Work order', type: 'reference' },
  work_end: { field: 'work_end', label: 'Work end', type: 'datetime' },
  close_notes: { field: 'close_notes', label: 'Closing note', type: 'string' },
};

export function columnsOf(...fields: string[]): Column[] {
  return fields.flatMap((field) => columns[field] ?? []);
}

const states: Record<string, string> = {
  '10': 'Pending dispatch',
  '16': 'Assigned',
  '17': 'Accepted',
  '18': 'Work in progress',
  '3': 'Closed complete',
  '7': 'Cancelled',
};
const priorities = ['1 - Critical', '2 - High', '3 - Moderate', '4 - Low', '5 - Planning'];
const works = [
  'Replace compressor in cold store 2, temperature alarm since last night',
  'Install access point on the third floor',
  'Annual inspection of the backup generator',
  'Elevator stops between floors',
  'Badge reader at gate B does not respond',
  'Calibrate flow meters, line 4, before the audit on Friday',
  'Swap failed power supply in rack 12',
];
const places = ['Rotterdam, Waalhaven 12', 'Utrecht CS', 'Eindhoven, High Tech Campus 5', 'Delft', 'Breda'];
export const people = [
  { sys_id: 'u1', name: 'Dana Dispatcher', title: 'Dispatcher, South' },
  { sys_id: 'u2', name: 'Dana Dispatcher', title: 'Dispatcher, North' },
  { sys_id: 'u3', name: 'Tomás Alvarez', title: 'Field technician' },
  { sys_id: 'u4', name: 'Wim de Vries', title: 'Field technician' },
  { sys_id: 'u5', name: 'Aiko Tanaka', title: 'Supervisor' },
];

export function plain(value: string): Cell {
  return { value, display: value };
}

export function state(value: string): Cell {
  return { value, display: states[value] ?? value };
}

/** The same tasks every time; the first of each five is assigned to the signed-in user. */
export function makeTasks(count: number, now: Date): FakeRecord[] {
  return Array.from({ length: count }, (_, at) => {
    const person = people[at % people.length];
    const start = new Date(now.getTime() + (at * 47 - 200) * 60_000);
    const priority = Math.min(4, Math.floor((at * 5) / count));
    return {
      table: 'wm_task',
      sys_id: `task${at}`,
      cells: {
        number: plain(`WOT00${10_001 + at}`),
        short_description: plain(works[at % works.length] ?? ''),
        description: plain(
          at % 3 === 0
            ? 'The tenant reports that the alarm went off at 02:10 and twice since.\nKeys are at the front desk; ask for Marloes. Park behind the building.'
            : '',
        ),
        state: state(['16', '17', '10', '18'][at % 4] ?? '16'),
        priority: { value: String(priority + 1), display: priorities[priority] ?? '' },
        assigned_to: { value: person?.sys_id ?? '', display: person?.name ?? '' },
        expected_start: plain(start.toISOString().slice(0, 19).replace('T', ' ')),
        location: { value: `l${at % 5}`, display: places[at % places.length] ?? '' },
        parent: { value: `order${at % 3}`, display: `WO00${20_001 + (at % 3)}` },
        work_end: plain(''),
        close_notes: plain(''),
      },
    };
  });
}

export function makeOrders(tasks: FakeRecord[]): FakeRecord[] {
  return tasks.slice(0, 3).map(({ cells }, at) => ({
    table: 'wm_order',
    sys_id: `order${at}`,
    cells: {
      ...cells,
      number: plain(`WO00${20_001 + at}`),
      state: { value: '18', display: 'Work in progress' },
    },
  }));
}
