import type { FormInput, FormScreen, InputType } from '../../../preload/contract/forms.ts';
import { task } from './tasks.ts';

function input(type: InputType, label: string, more: Partial<FormInput> = {}): FormInput {
  return {
    name: type,
    label,
    type,
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
    ...more,
  };
}

const inputs = [
  input('text', 'Short description', { mandatory: true, value: 'Pump trips at night' }),
  input('multiline', 'Closing note', { hint: 'What was done, for the customer and the next visit' }),
  input('number', 'Minutes worked', { value: '45' }),
  input('boolean', 'Another visit is needed', { value: 'true' }),
  input('choice', 'Closing code', { choices: [{ value: 'solved', label: 'Solved' }], value: 'solved' }),
  input('reference', 'Assigned to', { value: 'u4', display: 'Wim de Vries', mandatory: true }),
  input('date', 'Next visit', { value: '2026-12-07' }),
  input('datetime', 'Work ended', { value: '2026-11-29 15:30:00' }),
  input('files', 'Photos', {
    files: { accept: ['image/*', 'application/pdf'], maxBytes: 20_000_000, maxCount: 3, camera: true },
  }),
];

/** A form with an input of each type. */
export const form: FormScreen = {
  action: { id: 'close-complete', label: 'Close complete' },
  title: 'Close complete',
  record: task,
  inputs,
  pages: [{ label: '', inputs: inputs.map(({ name }) => name) }],
  revises: null,
  draft: null,
  since: null,
  many: null,
  savesBy: null,
};
