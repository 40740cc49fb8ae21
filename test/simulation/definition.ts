/**
 * The app of the simulated laptops: small, so that a history is quick, and yet with every kind of step, actions over several
 * steps, records and tables, and a call that cannot be asked whether it was done. Each press brings a text of its own, which
 * goes into everything that it does on the instance: by it the effects are counted.
 */
const text = { name: 'text', label: 'Text', type: 'multiline', mandatory: true };
const files = { name: 'files', label: 'Files', type: 'files' };
const form = (id: string, ...inputs: object[]) => ({ id, label: id, inputs: [text, ...inputs] });
const both = { run: 'both' };

const update = { ...both, do: 'update', set: { description: '{input.text}' } };
const note = { ...both, do: 'note', field: 'work_notes', text: '{input.text}' };
const attach = { ...both, do: 'attach', files: 'files' };
const time = {
  ...both,
  do: 'create',
  table: 'task_time_worked',
  set: { task: '{record.sys_id}', user: '{user.sys_id}', time_in_seconds: '600', comments: '{input.text}' },
};
const call = (what: string, idempotent: boolean) => ({
  run: 'online',
  do: 'call',
  method: 'POST',
  path: `/api/x_outpost/v1/task/{record.sys_id}/${what}`,
  body: { text: '{input.text}' },
  affects: ['wm_order'],
  idempotent,
});

const onTask = (id: string, ...steps: object[]) => ({
  id,
  label: id,
  table: 'wm_task',
  form: steps.includes(attach) ? 'text-and-files' : 'text-only',
  steps,
});

const actions = [
  onTask('describe', update),
  onTask('prioritise', { ...update, set: { ...update.set, priority: '{input.priority}' } }),
  onTask('note', note),
  onTask('log-time', time),
  onTask('attach', attach),
  onTask('finish', update, time, attach, note, call('closed', true)),
  onTask('report', note, call('accepted', false)),
  {
    ...onTask('accept', { ...update, set: { state: '17', ...update.set } }, call('accepted', true)),
    when: 'state=16^assigned_to=javascript:gs.getUserID()',
  },
  onTask(
    'start',
    { ...both, do: 'check', when: 'state=17', message: 'This task is not accepted any more' },
    { ...update, set: { state: '18', ...update.set } },
  ),
  onTask('describe-all', update, {
    ...update,
    table: 'wm_order',
    record: '{record.parent}',
  }),
  { ...onTask('describe-order', update), table: 'wm_order' },
  {
    ...onTask('new-task', {
      ...both,
      do: 'create',
      table: 'wm_task',
      set: { short_description: '{input.text}', parent: '{record.sys_id}', state: '10', active: 'true' },
    }),
    table: 'wm_order',
  },
  {
    ...onTask(
      'new-order',
      {
        ...both,
        do: 'create',
        table: 'wm_order',
        as: 'order',
        set: { short_description: '{input.text}', state: '10', active: 'true' },
      },
      {
        ...both,
        do: 'create',
        table: 'wm_task',
        set: {
          short_description: '{input.text}',
          parent: '{steps.order.sys_id}',
          state: '10',
          active: 'true',
        },
      },
    ),
    table: 'wm_order',
    context: 'none',
  },
  { ...onTask('delete-time', { ...both, do: 'delete' }), table: 'task_time_worked' },
];

const label = ['number', 'short_description'];

/** The definition; with `extra`, in the version that administrators publish while people work. */
export function simulatedDefinition(extra: boolean): object {
  const more = extra ? ['close_notes'] : [];
  return {
    version: extra ? 2 : 1,
    datasets: [
      {
        table: 'wm_task',
        extends: 'task',
        query: 'active=true',
        fields: [
          ...label,
          'description',
          'state',
          'priority',
          'assigned_to',
          'parent',
          'active',
          'work_notes',
          ...more,
        ],
        conflicts: { priority: 'theirs' },
        search: label,
      },
      {
        table: 'wm_order',
        extends: 'task',
        query: '',
        fields: [...label, 'description', 'state', 'active', 'work_notes'],
        search: label,
      },
      {
        table: 'task_time_worked',
        query: 'user=javascript:gs.getUserID()',
        fields: ['task', 'user', 'time_in_seconds', 'comments'],
        search: ['comments'],
      },
    ],
    lists: [
      { id: 'tasks', label: 'Tasks', table: 'wm_task', query: 'active=true^ORDERBYpriority', columns: label },
      {
        id: 'orders',
        label: 'Orders',
        table: 'wm_order',
        query: 'active=true',
        columns: label,
        actions: ['new-order'],
      },
    ],
    records: [
      {
        table: 'wm_task',
        title: 'number',
        sections: [{ label: 'Task', fields: [...label, 'state', 'priority'] }],
        actions: actions.filter(({ table }) => table === 'wm_task').map(({ id }) => id),
        stream: true,
      },
      {
        table: 'wm_order',
        title: 'number',
        sections: [{ label: 'Order', fields: label }],
        actions: ['describe-order', 'new-task'],
      },
      {
        table: 'task_time_worked',
        title: 'comments',
        sections: [{ label: 'Time', fields: ['task', 'comments'] }],
        actions: ['delete-time'],
      },
    ],
    forms: [
      form('text-only', { name: 'priority', label: 'Priority', type: 'text' }),
      form('text-and-files', { ...files }),
    ],
    actions,
  };
}
