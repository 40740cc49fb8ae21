import type { FormInput, FormScreen } from '../../../preload/contract/forms.ts';
import type { OfferedAction } from '../../../preload/contract/records.ts';
import { people, plain, state, type FakeRecord } from './world.ts';

/** The action of the fake by its id, for a record or for none. */
interface FakeAction {
  label: string;
  form: FormInput[];
  pages?: FormScreen['pages'];
  /** "Save progress" triggers this action while there is a connection. */
  savesBy?: string;
  confirm?: string;
  /** Why it is not offered for this record; null when it is. */
  why: (record: FakeRecord | null) => string | null;
  change: (record: FakeRecord, inputs: Record<string, string>) => FakeRecord['cells'];
}

const blank = {
  value: '',
  display: '',
  hint: null,
  mandatory: false,
  readOnly: false,
  calculated: false,
  visible: true,
  choices: [],
  maxLength: null,
  files: null,
};

/** What photos may be, here. */
export const photoLimits = {
  accept: ['image/*', 'application/pdf'],
  maxBytes: 20_000_000,
  maxCount: 3,
  camera: true,
};

export const actions: Record<string, FakeAction> = {
  'start-shift': { label: 'Start shift', form: [], why: () => null, change: ({ cells }) => cells },
  accept: {
    label: 'Accept',
    form: [],
    why: (record) =>
      record?.cells['state']?.value === '16' ? null : 'Only a task that is assigned to you can be accepted',
    change: ({ cells }) => ({ ...cells, state: state('17') }),
  },
  assign: {
    label: 'Assign',
    form: [{ ...blank, name: 'assigned_to', label: 'Assigned to', type: 'reference', mandatory: true }],
    why: (record) => (record?.cells['state']?.value === '3' ? 'A closed task cannot be assigned' : null),
    change: ({ cells }, inputs) => {
      const person = people.find(({ sys_id }) => sys_id === inputs['assigned_to']);
      return { ...cells, assigned_to: { value: person?.sys_id ?? '', display: person?.name ?? '' } };
    },
  },
  'close-complete': {
    label: 'Close complete',
    form: [
      {
        ...blank,
        name: 'code',
        label: 'Closing code',
        type: 'choice',
        mandatory: true,
        choices: [
          { value: 'solved', label: 'Solved' },
          { value: 'workaround', label: 'Workaround' },
        ],
      },
      {
        ...blank,
        name: 'close_notes',
        label: 'Closing note',
        type: 'multiline',
        mandatory: true,
        maxLength: 4000,
        hint: 'What was done, for the customer and the next visit',
      },
      { ...blank, name: 'work_end', label: 'Work ended', type: 'datetime' },
      { ...blank, name: 'visit', label: 'Another visit is needed', type: 'boolean', value: 'false' },
      { ...blank, name: 'visit_on', label: 'Next visit', type: 'date', visible: false },
    ],
    why: (record) =>
      ['17', '18'].includes(record?.cells['state']?.value ?? '')
        ? null
        : 'Only an accepted task or one in progress that is assigned to you can be closed',
    change: ({ cells }, inputs) => ({
      ...cells,
      state: state('3'),
      close_notes: plain(inputs['close_notes'] ?? ''),
    }),
  },
  report: {
    label: 'Report visit',
    form: [
      { ...blank, name: 'arrived', label: 'Arrived', type: 'datetime' },
      { ...blank, name: 'hours', label: 'Hours worked', type: 'number', mandatory: true },
      {
        ...blank,
        name: 'photos',
        label: 'Photos',
        type: 'files',
        hint: 'The place before and after, and the type plate',
        files: photoLimits,
      },
      { ...blank, name: 'note', label: 'Note', type: 'multiline', mandatory: true, maxLength: 4000 },
    ],
    pages: [
      { label: 'Time', inputs: ['arrived', 'hours'] },
      { label: 'Photos', inputs: ['photos'] },
      { label: 'Summary', inputs: ['note'] },
    ],
    savesBy: 'note',
    why: () => null,
    change: ({ cells }) => cells,
  },
  note: {
    label: 'Add note',
    form: [{ ...blank, name: 'note', label: 'Note', type: 'multiline', mandatory: true }],
    why: () => null,
    change: ({ cells }) => cells,
  },
  delete: {
    label: 'Delete',
    form: [],
    confirm: 'The task is deleted on the instance, with its notes and files.',
    why: (record) =>
      record?.cells['state']?.value === '10' ? null : 'Only a task that is not dispatched can be deleted',
    change: ({ cells }) => ({ ...cells, state: state('7') }),
  },
};

export function offer(id: string, record: FakeRecord | null): OfferedAction {
  const action = actions[id];
  const why = action === undefined ? 'There is no such action' : action.why(record);
  return {
    id,
    label: action?.label ?? id,
    offered: why === null,
    why,
    form: (action?.form.length ?? 0) > 0,
    confirm: action?.confirm ?? null,
  };
}

/** The form for what is typed so far: its one rule shows the next visit when another one is needed. */
export function formOf(id: string, inputs: Record<string, string>): FormInput[] {
  return (actions[id]?.form ?? []).map((input) => {
    const value = inputs[input.name] ?? input.value;
    const person = people.find(({ sys_id }) => sys_id === value);
    const rule = input.name === 'visit_on' ? { visible: inputs['visit'] === 'true', mandatory: true } : {};
    return { ...input, ...rule, value, display: person?.name ?? value };
  });
}
