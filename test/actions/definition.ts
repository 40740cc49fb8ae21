import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStore } from '../../main/files/store.ts';
import demo from '../support/definition.json' with { type: 'json' };
import type { Database } from '../../main/database/database.ts';
import { type Asked, trigger, type Written } from '../../main/actions/trigger.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import type { Catalog } from '../../main/records/catalog.ts';
import { catalogOf, sysId } from '../support/catalog.ts';
import { fit, test as base } from '../support/laptop.ts';

const everything = {
  id: 'everything',
  label: 'Everything',
  inputs: [
    { name: 'words', label: 'Words', type: 'text', maxLength: 10 },
    { name: 'lines', label: 'Lines', type: 'multiline', hint: 'As many as you like' },
    { name: 'count', label: 'Count', type: 'number' },
    { name: 'urgent', label: 'Urgent', type: 'boolean' },
    { name: 'day', label: 'Day', type: 'date' },
    { name: 'at', label: 'At', type: 'datetime', default: '{now}' },
    {
      name: 'kind',
      label: 'Kind',
      type: 'choice',
      choices: [
        { value: 'a', label: 'Repair' },
        { value: 'b', label: 'Visit' },
      ],
    },
    {
      name: 'state',
      label: 'State',
      type: 'choice',
      choices: { table: 'wm_task', field: 'state' },
      default: '{record.state}',
    },
    {
      name: 'person',
      label: 'Person',
      type: 'reference',
      table: 'sys_user',
      query: 'active=true',
      display: 'name',
      detail: 'title',
    },
    { name: 'number', label: 'Number', type: 'text', readOnly: true, default: '{record.number}' },
  ],
  rules: [
    { when: 'urgent=true', mandatory: ['words'] },
    { when: 'kind=b^ORcount>5', hidden: ['day'], mandatory: ['day'] },
    { when: 'record.priority=1', readOnly: ['urgent'] },
    { when: 'person=javascript:gs.getUserID()', hidden: ['lines'] },
  ],
};

const update = { run: 'both', do: 'update', set: { description: '{input.words}' } };

const more = [
  { id: 'everything', label: 'Everything', table: 'wm_task', form: 'everything', steps: [update] },
  {
    id: 'ask-office',
    label: 'Ask the office',
    table: 'wm_task',
    when: 'stateIN16,17^priority<3',
    steps: [{ run: 'online', do: 'call', method: 'POST', path: '/api/x/ask/{record.number}' }],
  },
  {
    id: 'new-order',
    label: 'New work order',
    table: 'wm_order',
    context: 'none',
    steps: [
      {
        run: 'both',
        do: 'create',
        table: 'wm_order',
        as: 'order',
        set: { short_description: 'Found', priority: '4' },
      },
      {
        run: 'both',
        do: 'create',
        table: 'wm_task',
        as: 'task',
        set: { parent: '{steps.order.sys_id}', state: '1' },
      },
      {
        run: 'online',
        do: 'note',
        table: 'wm_task',
        record: '{steps.task.sys_id}',
        field: 'comments',
        text: 'By {user.name}',
      },
    ],
  },
  {
    id: 'escalate',
    label: 'Escalate',
    table: 'wm_task',
    steps: [
      { run: 'offline', do: 'update', table: 'wm_order', record: '{record.parent}', set: { priority: '1' } },
      {
        run: 'online',
        do: 'call',
        method: 'POST',
        path: '/api/x/escalate/{record.sys_id}',
        body: { at: '{now}' },
        affects: ['wm_order'],
      },
    ],
  },
  {
    id: 'guarded',
    label: 'Guarded',
    table: 'wm_task',
    steps: [
      { run: 'both', do: 'check', when: 'priority=1', message: 'Only critical tasks can be guarded' },
      { run: 'online', do: 'check', when: 'state=16', message: 'Only assigned tasks can be guarded' },
      { run: 'both', do: 'update', set: { state: '18' } },
    ],
  },
  {
    id: 'twice',
    label: 'Twice',
    table: 'wm_task',
    steps: [
      { run: 'both', do: 'update', set: { state: '18' } },
      { run: 'both', do: 'update', set: { state: '3', work_end: '{now}', work_notes: 'Done' } },
    ],
  },
  { id: 'cancel', label: 'Cancel', table: 'wm_task', steps: [{ run: 'both', do: 'delete' }] },
];

/** The time of every press. */
const NOW = Date.parse('2026-01-05T08:00:00.000Z');

/** The demo's definition with a form of every input and actions of every step. */
export const test = base.extend<{ catalog: Catalog }>({
  catalog: async ({ database }, use) => {
    const [tasks, ...others] = demo.datasets;
    const fields = [...(tasks?.fields ?? []), 'work_notes'];
    const catalog = catalogOf({
      ...demo,
      datasets: [
        { ...tasks, fields, conflicts: { work_end: 'mine', work_start: 'mine', state: 'ask' } },
        ...others,
      ],
      forms: [...demo.forms, everything],
      actions: [...demo.actions, ...more],
    });
    fit(database, catalog);
    await use(catalog);
  },
});

/** Presses a button. New records get the sys_ids 0xa00, 0xa01 and so on, one more for each press. */
export function presser(database: Database, catalog: Catalog) {
  let made = 0xa00;
  const files = new FileStore(mkdtempSync(join(tmpdir(), 'outpost-files-')));
  return (action: string, given: Partial<Asked> & { connected?: boolean } = {}): Written => {
    const { connected = false, ...asked } = given;
    const randomBytes = () => Buffer.from(sysId(made++), 'hex');
    const triggering = { database, catalog, connected, now: stamp(NOW, null), randomBytes, files };
    return trigger(triggering, { action, record: null, inputs: {}, revises: null, draft: null, ...asked });
  };
}
