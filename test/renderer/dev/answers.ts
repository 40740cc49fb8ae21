import type { Call, Reply } from '../../../preload/contract/calls.ts';
import { accept, record, row, task } from './tasks.ts';
import { drafts } from './drafts.ts';
import { form } from './form.ts';
import { comparison, outbox, preview } from './outbox.ts';

/** What a scene answers to each call, whatever is asked; a call that is left out fails. */
export type Answers = { [C in Call]?: Reply<C> };

export const session: Reply<'session.get'> = {
  host: 'web',
  version: '0.1.0',
  account: {
    instance: 'https://acme.service-now.com',
    userName: 'dispatcher',
    user: { sys_id: 'u1', name: 'Dana Dispatcher' },
  },
  suggestedInstance: 'https://acme.service-now.com',
  definitionProblems: [],
};

export const connection: Reply<'connection.get'> = {
  state: 'online',
  workOffline: false,
  waiting: 8,
  progress: null,
  lastSync: new Date().toISOString(),
  reason: null,
};

export const list: Reply<'list.get'> = {
  id: 'my-tasks',
  label: 'My tasks',
  table: 'wm_task',
  columns: [
    { field: 'number', label: 'Number', type: 'string' },
    { field: 'short_description', label: 'Short description', type: 'string' },
    { field: 'state', label: 'State', type: 'choice' },
    { field: 'priority', label: 'Priority', type: 'choice' },
    { field: 'expected_start', label: 'Expected start', type: 'datetime' },
    { field: 'location', label: 'Location', type: 'reference' },
  ],
  rows: [
    row(1, 'Replace compressor in cold store 2, temperature alarm since last night', 'Assigned'),
    row(2, 'Install access point on the third floor', 'Accepted'),
    row(3, 'Annual inspection of the backup generator', 'Work in progress'),
    row(4, 'Elevator stops between floors', 'Assigned'),
    row(5, 'Calibrate flow meters, line 4, before the audit on Friday', 'Pending dispatch'),
  ],
  total: 5,
  next: null,
  asOf: new Date().toISOString(),
  actions: [{ ...accept, id: 'start-shift', label: 'Start shift' }],
};

export const settings: Reply<'settings.get'> = {
  session,
  dataFolder: '/home/dana/.config/Outpost',
  definition: {
    version: 12,
    loadedAt: new Date().toISOString(),
    source: { path: '/api/x_outpost/v1/definition', file: null },
    problems: [],
  },
  datasets: [{ table: 'wm_task', label: 'Work Order Task', rows: 5, asOf: new Date().toISOString() }],
  secrets: 'file',
};

export const answers: Answers = {
  'session.get': session,
  'session.signIn': session,
  'session.signOut': { ...session, account: null },
  'navigation.get': {
    lists: [{ id: 'my-tasks', label: 'My tasks' }],
    drafts: drafts.length,
    outbox: { waiting: outbox.total, decisions: 4 },
  },
  'list.get': list,
  'record.get': record,
  'form.get': form,
  'reference.search': [
    { sys_id: 'u1', display: 'Dana Dispatcher', detail: 'Dispatcher, South' },
    { sys_id: 'u4', display: 'Wim de Vries', detail: 'Field technician' },
  ],
  'action.trigger': { outcome: 'saved', entry: 12, because: 'offline' },
  'draft.save': { saved: 'draft', id: 'draft1', at: new Date().toISOString() },
  'draft.discard': null,
  'drafts.get': drafts,
  'outbox.get': outbox,
  'outbox.entries': [],
  'outbox.decide': { entries: [1] },
  'outbox.discarding': preview,
  'outbox.undo': { entries: [1] },
  'outbox.group': { entries: [{ seq: 2, title: task.title }], differing: [] },
  'outbox.compare': comparison,
  'outbox.resolve': null,
  'journal.check': { lines: 1234, since: '2026-01-05T08:00:00.000Z', broken: null },
  'connection.get': connection,
  'connection.workOffline': { ...connection, workOffline: true, state: 'offline' },
  'connection.sync': connection,
  'clock.get': { offset: 300, measuredAt: new Date().toISOString(), isOff: false },
  'settings.get': settings,
};
