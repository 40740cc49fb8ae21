import type { Bridge } from '../../../../preload/contract/bridge.ts';
import type { FormInput } from '../../../../preload/contract/forms.ts';
import type { FormModel } from '../model.svelte.ts';

/** What every input tells assistive technology, whatever its type. */
export interface InputAttributes {
  /** The label's `for`. */
  id: string;
  /** Ids of its hint, its error and its counter. */
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  'aria-required': 'true' | undefined;
}

/** What the component of an input is given, the same for each type. */
export interface InputProps {
  bridge: Bridge;
  model: FormModel;
  input: FormInput;
  attributes: InputAttributes;
}
