import { expect, test } from 'vitest';
import type { FormInput } from '../../preload/contract/forms.ts';
import { Typing } from '../../renderer/screens/form/typing.svelte.ts';

const plain: FormInput = {
  name: 'note',
  label: 'Note',
  type: 'text',
  value: 'as main has it',
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

test('what was typed wins over what main answers', () => {
  const typing = new Typing();
  expect(typing.valueOf(plain)).toBe('as main has it');
  typing.type('note', 'typed');
  expect(typing.valueOf(plain)).toBe('typed');
});

test('an input that has become read-only shows what main has, and what was typed once it is not', () => {
  const typing = new Typing();
  typing.type('note', 'typed');
  expect(typing.valueOf({ ...plain, readOnly: true })).toBe('as main has it');
  expect(typing.values([{ ...plain, readOnly: true }])).toEqual({ note: 'as main has it' });
  expect(typing.valueOf(plain)).toBe('typed');
});

test('what a rule has set follows the rule until something is typed there', () => {
  const typing = new Typing();
  const calculated = { ...plain, calculated: true };
  expect(typing.given([calculated])).toEqual({});
  expect(typing.values([calculated])).toEqual({ note: 'as main has it' });
  typing.type('note', 'typed');
  expect(typing.given([calculated])).toEqual({ note: 'typed' });
  typing.type('note', '');
  expect(typing.valueOf(calculated)).toBe('as main has it');
  expect(typing.given([calculated])).toEqual({});
});
