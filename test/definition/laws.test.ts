import { expect, test } from 'vitest';
import demo from '../../demo/definition.json' with { type: 'json' };
import definition from '../support/definition.json' with { type: 'json' };
import { checkDefinition } from '../../main/definition/check.ts';
import { changed, type Json } from '../support/changed.ts';

/** `path: sentence` of every problem. */
function problemsOf(json: unknown): string[] {
  const checked = checkDefinition(json);
  return checked.ok ? [] : checked.problems.map(({ path, sentence }) => `${path}: ${sentence}`);
}

test('the definition of the demo instance is a good one, and so is the small one that is broken here', () => {
  expect(problemsOf(demo)).toEqual([]);
  expect(problemsOf(definition)).toEqual([]);
});

type Mistake = [law: string, path: string, value: Json | undefined, problems: string[]];

const note: Json = { run: 'both', do: 'note', field: 'work_notes', text: '{input.close_notes}' };
const update: Json = { run: 'both', do: 'update', set: { state: '17' } };

/** One mistake of each kind, made in the demo's definition, and what is said of it. */
const unique: Mistake[] = [
  [
    'two datasets of a table',
    'datasets[4]',
    { table: 'wm_task', query: '', fields: ['number'] },
    ['datasets[4]: There is another dataset of wm_task; each may be there only once.'],
  ],
  [
    'two lists of an id',
    'lists[1].id',
    'my-tasks',
    ['lists[1]: There is another list my-tasks; each may be there only once.'],
  ],
  [
    'two record screens of a table',
    'records[3]',
    { table: 'wm_task', title: 'number', sections: [{ label: 'Task', fields: ['number'] }] },
    ['records[3]: There is another record screen of wm_task; each may be there only once.'],
  ],
  [
    'two forms of an id',
    'forms[3]',
    { id: 'close', label: 'Close', inputs: [{ name: 'a', label: 'A', type: 'text' }] },
    ['forms[3]: There is another form close; each may be there only once.'],
  ],
  [
    'two actions of an id',
    'actions[6]',
    { id: 'accept', label: 'Accept', table: 'wm_task', steps: [update] },
    ['actions[6]: There is another action accept; each may be there only once.'],
  ],
  [
    'two inputs of a name',
    'forms[2].inputs[1]',
    { name: 'note', label: 'Note', type: 'text' },
    ['forms[2].inputs[1]: There is another input note; each may be there only once.'],
  ],
];

const screens: Mistake[] = [
  [
    'a dataset query that cannot be read',
    'datasets[0].query',
    'active',
    ['datasets[0].query: "active" has no operator that Outpost knows after active'],
  ],
  [
    'a dataset query with an order',
    'datasets[0].query',
    'active=true^ORDERBYnumber',
    ['datasets[0].query: A dataset has no order; leave ORDERBY to the lists.'],
  ],
  [
    'a search field that is not cached',
    'datasets[0].search[1]',
    'colour',
    [
      "datasets[0].search: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a policy for a field that is not cached',
    'datasets[0].conflicts',
    { colour: 'mine' },
    [
      "datasets[0].conflicts.colour: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a policy for notes',
    'datasets[0].conflicts',
    { work_notes: 'theirs' },
    ['datasets[0].conflicts.work_notes: work_notes is never in conflict, notes are added; take it away.'],
  ],
  [
    'a list of a table without dataset',
    'lists[2].table',
    'cmn_location',
    ['lists[2].table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a list condition on a field that is not cached',
    'lists[2].query',
    'colour=red',
    [
      "lists[2].query: The dataset of wm_order does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a list order by a field that is not cached',
    'lists[2].query',
    'active=true^ORDERBYcolour',
    [
      "lists[2].query: The dataset of wm_order does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a list query with an unknown operator',
    'lists[2].query',
    'active~true',
    ['lists[2].query: "active~true" has no operator that Outpost knows after active'],
  ],
  [
    'a list query with a script that is not known',
    'lists[2].query',
    'active=javascript:gs.hasRole("admin")',
    [
      'lists[2].query: "active=javascript:gs.hasRole("admin")" holds a script that Outpost does not know; known are gs.getUserID(), gs.daysAgoStart(n) and the like',
    ],
  ],
  [
    'a column that is not cached',
    'lists[2].columns[1]',
    'colour',
    [
      "lists[2].columns: The dataset of wm_order does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a list with an action that is not there',
    'lists[0].actions[1]',
    'reject',
    ['lists[0].actions[1]: There is no action reject; add it to actions or take the name away.'],
  ],
  [
    'a time of its own clock where times are not sent both ways',
    'actions[0].steps[0].set.started',
    '{now.device}',
    [
      'actions[0].steps[0].set.started: {now.device}: only a definition with "times": "both" knows it; write {now}.',
    ],
  ],
  [
    'a list with an action of another table',
    'lists[2].actions',
    ['accept'],
    ['lists[2].actions[0]: The action accept is for records of wm_task, not of wm_order.'],
  ],
  [
    'a record screen of a table without dataset',
    'records[1].table',
    'cmn_location',
    ['records[1].table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a title that is not cached',
    'records[2].title',
    'colour',
    [
      "records[2].title: The dataset of x_outpost_shift does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a section field that is not cached',
    'records[0].sections[1].fields[2]',
    'colour',
    [
      "records[0].sections[1].fields: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a related list of a table without dataset',
    'records[1].related[0].table',
    'cmn_location',
    ['records[1].related[0].table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a related list by a field that is not cached',
    'records[1].related[0].field',
    'order',
    [
      "records[1].related[0].field: The dataset of wm_task does not cache the field order; add it to the dataset's fields.",
    ],
  ],
  [
    'a related column that is not cached',
    'records[1].related[0].columns[0]',
    'colour',
    [
      "records[1].related[0].columns: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a record screen with an action that is not there',
    'records[0].actions[0]',
    'reject',
    ['records[0].actions[0]: There is no action reject; add it to actions or take the name away.'],
  ],
  [
    'a record screen with an action for no record',
    'records[0].actions[0]',
    'start-shift',
    [
      'records[0].actions[0]: The action start-shift is for no record (context none); name it in a list instead.',
    ],
  ],
  [
    'a record screen with an action of another table',
    'records[0].actions[0]',
    'end-shift',
    ['records[0].actions[0]: The action end-shift is for records of x_outpost_shift, not of wm_task.'],
  ],
];

const forms: Mistake[] = [
  [
    'a form that nobody uses',
    'forms[3]',
    { id: 'spare', label: 'Spare', inputs: [{ name: 'a', label: 'A', type: 'text' }] },
    ['forms[3]: No action uses the form spare; name it in one or drop it.'],
  ],
  [
    'a reference into a table without dataset',
    'forms[0].inputs[0].table',
    'cmn_location',
    ['forms[0].inputs[0].table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a reference condition on a field that is not cached',
    'forms[0].inputs[0].query',
    'colour=red',
    [
      "forms[0].inputs[0].query: The dataset of sys_user does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a reference shown by a field that is not cached',
    'forms[0].inputs[0].display',
    'colour',
    [
      "forms[0].inputs[0]: The dataset of sys_user does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a reference detailed by a field that is not cached',
    'forms[0].inputs[0].detail',
    'colour',
    [
      "forms[0].inputs[0]: The dataset of sys_user does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'choices of a table without dataset',
    'forms[2].inputs[1]',
    { name: 'kind', label: 'Kind', type: 'choice', choices: { table: 'cmn_location', field: 'kind' } },
    ['forms[2].inputs[1].choices.table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'choices of a field that is not cached',
    'forms[2].inputs[1]',
    { name: 'kind', label: 'Kind', type: 'choice', choices: { table: 'wm_task', field: 'kind' } },
    [
      "forms[2].inputs[1].choices.field: The dataset of wm_task does not cache the field kind; add it to the dataset's fields.",
    ],
  ],
  [
    'a default that refers to nothing',
    'forms[0].inputs[0].default',
    '{record.colour}',
    [
      "forms[0].inputs[0].default: {record.colour}: the dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a default that refers to another input',
    'forms[0].inputs[0].default',
    '{input.assigned_to}',
    ['forms[0].inputs[0].default: {input.assigned_to}: the form has no input assigned_to.'],
  ],
  [
    'a rule on something the form does not know',
    'forms[2].rules',
    [{ when: 'number=1' }],
    [
      'forms[2].rules[0].when: number is neither an input of the form nor, as record.<field>, a cached field of the action add-work-note.',
    ],
  ],
  [
    'a rule on a field that is not cached',
    'forms[2].rules',
    [{ when: 'record.colour=red' }],
    [
      'forms[2].rules[0].when: record.colour is neither an input of the form nor, as record.<field>, a cached field of the action add-work-note.',
    ],
  ],
  [
    'a rule that cannot be read',
    'forms[2].rules',
    [{ when: 'note' }],
    ['forms[2].rules[0].when: "note" has no operator that Outpost knows after note'],
  ],
  [
    'a rule that makes an unknown input mandatory',
    'forms[2].rules',
    [{ when: 'note=1', mandatory: ['colour'] }],
    ['forms[2].rules[0].mandatory: The form has no input colour.'],
  ],
  [
    'a rule that makes an unknown input read-only',
    'forms[2].rules',
    [{ when: 'note=1', readOnly: ['colour'] }],
    ['forms[2].rules[0].readOnly: The form has no input colour.'],
  ],
  [
    'a rule that hides an unknown input',
    'forms[2].rules',
    [{ when: 'note=1', hidden: ['colour'] }],
    ['forms[2].rules[0].hidden: The form has no input colour.'],
  ],
];

const actions: Mistake[] = [
  [
    'an action on a table without dataset',
    'actions[0].table',
    'cmn_location',
    ['actions[0].table: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a condition that cannot be read',
    'actions[5].when',
    'state',
    ['actions[5].when: "state" has no operator that Outpost knows after state'],
  ],
  [
    'a condition on a field that is not cached',
    'actions[5].when',
    'colour=red',
    [
      "actions[5].when: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a condition on no record',
    'actions[0].when',
    'state=open',
    ['actions[0].when: An action without a record has nothing its condition could be about; take it away.'],
  ],
  [
    'a form that is not there',
    'actions[0].form',
    'shift',
    ['actions[0].form: There is no form shift; add it to forms.'],
  ],
  [
    'a call offline',
    'actions[2].steps[1].run',
    'offline',
    ['actions[2].steps[1]: A call runs on the instance only; give it "run": "online".'],
  ],
  [
    'a call both ways',
    'actions[2].steps[1].run',
    'both',
    ['actions[2].steps[1]: A call runs on the instance only; give it "run": "online".'],
  ],
  [
    'a call of another host',
    'actions[2].steps[1].path',
    'https://elsewhere.example/',
    ['actions[2].steps[1].path: A path begins with / and stays on the instance.'],
  ],
  [
    'a call that affects a table without dataset',
    'actions[2].steps[1].affects[0]',
    'cmn_location',
    ['actions[2].steps[1].affects[0]: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a step without a record to be about',
    'actions[0].steps[1]',
    update,
    [
      'actions[0].steps[1]: The action has no record of its own; say with "record" which one this step is about.',
    ],
  ],
  [
    'a check on a table without dataset',
    'actions[2].steps[2]',
    {
      run: 'online',
      do: 'check',
      table: 'cmn_location',
      record: '{record.location}',
      when: '',
      message: 'No',
    },
    ['actions[2].steps[2]: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'a check of a field that is not cached',
    'actions[2].steps[2]',
    { run: 'online', do: 'check', when: 'colour=red', message: 'No' },
    [
      "actions[2].steps[2].when: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a check that cannot be read',
    'actions[2].steps[2]',
    { run: 'online', do: 'check', when: 'state', message: 'No' },
    ['actions[2].steps[2].when: "state" has no operator that Outpost knows after state'],
  ],
  [
    'an offline step on a table without dataset',
    'actions[0].steps[0].table',
    'cmn_location',
    ['actions[0].steps[0]: No dataset caches the table cmn_location; add one to datasets.'],
  ],
  [
    'an offline step that sets a field that is not cached',
    'actions[2].steps[0].set',
    { colour: 'red' },
    [
      "actions[2].steps[0].set: The dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'an offline update without its online step',
    'actions[2].steps[0].run',
    'offline',
    [
      'actions[2].steps[0]: This offline step changes wm_task, but no online step does; give it "run": "both", add an online step on the same record, or a call that names wm_task in "affects".',
    ],
  ],
  [
    'an offline update with an online step on another record',
    'actions[3].steps',
    [
      { run: 'offline', do: 'update', set: { state: '17' } },
      { run: 'online', do: 'update', record: '{record.parent}', set: { state: '17' } },
    ],
    [
      'actions[3].steps[0]: This offline step changes wm_task, but no online step does; give it "run": "both", add an online step on the same record, or a call that names wm_task in "affects".',
    ],
  ],
  [
    'an offline update with an online delete',
    'actions[5].steps',
    [
      { run: 'offline', do: 'update', set: { state: '{input.note}' } },
      { run: 'online', do: 'delete' },
    ],
    [
      'actions[5].steps[0]: This offline step changes wm_task, but no online step does; give it "run": "both", add an online step on the same record, or a call that names wm_task in "affects".',
    ],
  ],
  [
    'an offline note with a call that affects another table',
    'actions[2].steps[0]',
    { run: 'offline', do: 'note', field: 'comments', text: 'Accepted' },
    [
      'actions[2].steps[0]: This offline step changes wm_task, but no online step does; give it "run": "both", add an online step on the same record, or a call that names wm_task in "affects".',
    ],
  ],
];

const templates: Mistake[] = [
  [
    'a value from an input that is not there',
    'actions[4].steps[0].set.close_notes',
    '{input.note}',
    ['actions[4].steps[0].set.close_notes: {input.note}: the form has no input note.'],
  ],
  [
    'a value from a field that is not cached',
    'actions[2].steps[0].set.state',
    '{record.colour}',
    [
      "actions[2].steps[0].set.state: {record.colour}: the dataset of wm_task does not cache the field colour; add it to the dataset's fields.",
    ],
  ],
  [
    'a value from the record of an action without one',
    'actions[0].steps[0].set.started',
    '{record.number}',
    ['actions[0].steps[0].set.started: {record.number}: the action has no record.'],
  ],
  [
    'a value from something of the user that is not known',
    'actions[0].steps[0].set.user',
    '{user.email}',
    ['actions[0].steps[0].set.user: {user.email}: of the user only {user.sys_id} and {user.name} are known.'],
  ],
  [
    'a value from a part of the time',
    'actions[0].steps[0].set.started',
    '{now.date}',
    ['actions[0].steps[0].set.started: {now.date}: write {now}, the time of the action.'],
  ],
  [
    'a value from a step that comes later',
    'actions[0].steps[0].set.state',
    '{steps.shift.sys_id}',
    [
      'actions[0].steps[0].set.state: {steps.shift.sys_id}: no earlier step creates a record "as" shift; write {steps.<as>.sys_id}.',
    ],
  ],
  [
    'a value from a step that creates nothing',
    'actions[2].steps[1].path',
    '/api/{steps.task.sys_id}',
    [
      'actions[2].steps[1].path: {steps.task.sys_id}: no earlier step creates a record "as" task; write {steps.<as>.sys_id}.',
    ],
  ],
  [
    'a value of a step other than its sys_id',
    'actions[0].steps[1]',
    { run: 'online', do: 'call', method: 'POST', path: '/api/{steps.shift.number}' },
    [
      'actions[0].steps[1].path: {steps.shift.number}: no earlier step creates a record "as" shift; write {steps.<as>.sys_id}.',
    ],
  ],
  [
    'a value from nowhere',
    'actions[2].steps[1].body',
    { at: '{today}' },
    [
      'actions[2].steps[1].body.at: {today}: templates know {input.…}, {record.…}, {user.…}, {steps.…} and {now}.',
    ],
  ],
  [
    'a note from nowhere',
    'actions[5].steps[0].text',
    '{inputs.note}',
    [
      'actions[5].steps[0].text: {inputs.note}: templates know {input.…}, {record.…}, {user.…}, {steps.…} and {now}.',
    ],
  ],
  [
    'a record from an input that is not there',
    'actions[2].steps[0].record',
    '{input.task}',
    ['actions[2].steps[0].record: {input.task}: the form has no input task.'],
  ],
];

const shape: Mistake[] = [
  [
    'a policy that nobody knows',
    'datasets[0].conflicts',
    { state: 'ours' },
    ['datasets[0].conflicts.state: Invalid option: expected one of "ask"|"mine"|"theirs"'],
  ],
  [
    'to ask after no day at all',
    'askAfterDays',
    0,
    ['askAfterDays: must be a whole number of days from 1 to 365'],
  ],
  [
    'to ask after a part of a day',
    'askAfterDays',
    1.5,
    ['askAfterDays: must be a whole number of days from 1 to 365'],
  ],
  [
    'to ask after more than a year',
    'askAfterDays',
    366,
    ['askAfterDays: must be a whole number of days from 1 to 365'],
  ],
  [
    'to ask after nothing at all',
    'askAfterDays',
    null,
    ['askAfterDays: must be a whole number of days from 1 to 365'],
  ],
  ['no version', 'version', undefined, ['version: Invalid input: expected number, received undefined']],
  ['a key that nobody knows', 'actions[2].whem', 'state=16', ['actions[2]: Unrecognized key: "whem"']],
  ['no dataset', 'datasets', [], ['datasets: Too small: expected array to have >=1 items']],
  [
    'a table that is no name',
    'lists[2].table',
    'Work orders',
    ['lists[2].table: must be a lower-case name such as wm_task'],
  ],
  [
    'an id with capitals',
    'lists[2].id',
    'Work orders',
    ['lists[2].id: must be a lower-case id such as my-tasks'],
  ],
  ['an empty label', 'actions[2].label', '', ['actions[2].label: must not be empty']],
  [
    'an action without steps',
    'actions[2].steps',
    [],
    ['actions[2].steps: Too small: expected array to have >=1 items'],
  ],
  [
    'a step that nobody knows',
    'actions[2].steps[0].do',
    'script',
    [
      "actions[2].steps[0].do: Invalid discriminator value. Expected 'check' | 'create' | 'update' | 'delete' | 'note' | 'attach' | 'call'",
    ],
  ],
  [
    'a run that nobody knows',
    'actions[2].steps[0].run',
    'never',
    ['actions[2].steps[0].run: Invalid option: expected one of "online"|"offline"|"both"'],
  ],
  [
    'a method that changes nothing',
    'actions[2].steps[1].method',
    'GET',
    ['actions[2].steps[1].method: Invalid option: expected one of "POST"|"PUT"|"PATCH"|"DELETE"'],
  ],
  [
    'a note into another field',
    'actions[5].steps[0].field',
    'description',
    ['actions[5].steps[0].field: Invalid option: expected one of "work_notes"|"comments"'],
  ],
  [
    'an input of a type that nobody knows',
    'forms[2].inputs[0].type',
    'colour',
    [
      "forms[2].inputs[0].type: Invalid discriminator value. Expected 'text' | 'multiline' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'reference' | 'files'",
    ],
  ],
  ['a text for a number', 'version', '1', ['version: Invalid input: expected number, received string']],
];

const page = (label: string, ...inputs: string[]): Json => ({ label, inputs });
const fill: Json = { when: 'close_notesISNOTEMPTY', set: { close_notes: '{input.close_notes} + 1' } };

const whole: Mistake[] = [
  [
    'an input on no page',
    'forms[0].pages',
    [page('Who', 'nobody')],
    [
      'forms[0].pages: The form has no input nobody.',
      'forms[0].pages: The input assigned_to is on no page; put it on one.',
    ],
  ],
  [
    'an input on two pages',
    'forms[0].pages',
    [page('Who', 'assigned_to'), page('Again', 'assigned_to')],
    ['forms[0].pages: The input assigned_to is on more than one page; leave it on one.'],
  ],
  [
    'progress saved by an action that is not there',
    'forms[1].save',
    'save-close',
    ['forms[1].save: There is no action save-close; add it to actions.'],
  ],
  [
    'progress saved by an action with another form',
    'forms[1].save',
    'assign',
    ['forms[1].save: The action assign must have the form close to take its inputs.'],
  ],
  [
    'an input calculated from itself',
    'forms[1].rules',
    [fill],
    ['forms[1].rules: The input close_notes is calculated from itself; break the circle.'],
  ],
  [
    'an input read-only by its own value',
    'forms[1].rules',
    [{ when: 'close_notesISNOTEMPTY', readOnly: ['close_notes'] }],
    ['forms[1].rules: The input close_notes is read-only by its own value; break the circle.'],
  ],
  [
    'a rule that sets what is no input',
    'forms[1].rules',
    [{ when: 'close_notesISNOTEMPTY', set: { total: '{input.hours} * 60' } }],
    [
      'forms[1].rules[0].set: The form has no input total.',
      'forms[1].rules[0].set.total: {input.hours}: the form has no input hours.',
    ],
  ],
  [
    'a step on a condition that is neither input nor field',
    'actions[2].steps[0].if',
    'hours>0',
    [
      'actions[2].steps[0].if: hours is neither an input of the form nor, as record.<field>, a cached field of the action accept.',
    ],
  ],
  [
    'files from an input of another type',
    'actions[4].steps[2]',
    { run: 'both', do: 'attach', files: 'close_notes' },
    ['actions[4].steps[2].files: The form has no input close_notes of type files.'],
  ],
  [
    'a stream of nothing',
    'records[0].stream',
    true,
    ['records[0].stream: A stream shows work_notes and comments; add one of them to the dataset of wm_task.'],
  ],
];

const kinds = { unique, screens, forms, actions, templates, shape, whole };

for (const [kind, mistakes] of Object.entries(kinds)) {
  test.for(mistakes)(`${kind}: %s`, ([, path, value, problems]) => {
    expect(problemsOf(changed(definition, path, value))).toEqual(problems);
  });
}

test('progress is saved by an action for the same records only', () => {
  const saver = { id: 'save-close', label: 'Save', table: 'wm_order', form: 'close', steps: [note] };
  const json = changed(changed(definition, 'actions[6]', saver), 'forms[1].save', 'save-close');
  expect(problemsOf(json)).toEqual([
    'forms[1].save: The action save-close must be for the same table and context as the actions of the form.',
  ]);
});

test('the clocks are told apart only in a definition that sends both times', () => {
  const json = changed(definition, 'actions[0].steps[0].set.started', '{now.device}');
  expect(problemsOf(json)).toEqual([
    'actions[0].steps[0].set.started: {now.device}: only a definition with "times": "both" knows it; write {now}.',
  ]);
  expect(problemsOf(changed(json, 'times', 'both'))).toEqual([]);
});

const arrays = ['datasets', 'lists', 'records', 'forms', 'actions'] as const;
type Parts = Record<(typeof arrays)[number], unknown[]>;

/** Every table and id of the definition, as a word of its own. */
const names = [
  ...definition.datasets.map(({ table }) => table),
  ...[definition.lists, definition.forms, definition.actions].flat().map(({ id }) => id),
];
const named = new RegExp(`(?<![\\w-]|such as )(?:${names.join('|')})(?![\\w-])`, 'g');

/** A definition that holds the whole definition once for each mistake, each time under other names; and all that is said of it. */
function oneAfterAnother(mistakes: Mistake[]): { json: unknown; problems: string[] } {
  const all: Parts = { datasets: [], lists: [], records: [], forms: [], actions: [] };
  const problems: string[] = [];
  for (const [at, [, path, value, said]] of mistakes.entries()) {
    const renamed = (text: string) =>
      text.replace(named, (name) => (name.includes('_') ? `${name}_${at}` : `${name}-${at}`));
    const copy = JSON.parse(renamed(JSON.stringify(changed(definition, path, value)))) as Parts;
    const moved = (text: string) =>
      text.replace(/^(\w+)\[(\d+)\]/, (_, array: (typeof arrays)[number], place: string) => {
        return `${array}[${all[array].length + Number(place)}]`;
      });
    problems.push(...said.map((problem) => moved(renamed(problem))));
    for (const array of arrays) all[array].push(...copy[array]);
  }
  return { json: { version: 1, ...all }, problems };
}

test('a definition with one mistake of each kind yields exactly that list of problems, all at once', () => {
  const laws = [unique, screens, forms, actions, templates, whole].flat();
  const { json, problems } = oneAfterAnother(laws);
  expect(problemsOf(json).toSorted()).toEqual(problems.toSorted());
});

test('so does one of a wrong shape, which is told before any law is looked at', () => {
  const { json, problems } = oneAfterAnother(shape.filter(([, path]) => path.includes('[')));
  const [missing] = shape.filter(([, path]) => path === 'version');
  const whole = changed(json, 'version', undefined);
  expect(problemsOf(whole).toSorted()).toEqual([...problems, ...(missing?.[3] ?? [])].toSorted());
});
