import type { Component } from 'svelte';
import type { FormInput } from '../../../../preload/contract/forms.ts';
import BooleanInput from './BooleanInput.svelte';
import ChoiceInput from './ChoiceInput.svelte';
import DateInput from './DateInput.svelte';
import DatetimeInput from './DatetimeInput.svelte';
import FilesInput from './FilesInput.svelte';
import MultilineInput from './MultilineInput.svelte';
import NumberInput from './NumberInput.svelte';
import type { InputProps } from './props.ts';
import ReferenceInput from './ReferenceInput.svelte';
import TextInput from './TextInput.svelte';

/** The component for each type of input; a type without one does not compile. */
export const inputComponents: Record<FormInput['type'], Component<InputProps>> = {
  text: TextInput,
  multiline: MultilineInput,
  number: NumberInput,
  boolean: BooleanInput,
  choice: ChoiceInput,
  reference: ReferenceInput,
  date: DateInput,
  datetime: DatetimeInput,
  files: FilesInput,
};
