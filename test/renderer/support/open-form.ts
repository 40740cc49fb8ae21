import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { FormInput } from '../../../preload/contract/forms.ts';
import { FormModel } from '../../../renderer/screens/form/model.svelte.ts';
import { Bulk } from '../../../renderer/state/bulk.svelte.ts';
import { Notices } from '../../../renderer/state/notices.svelte.ts';
import { formPlace, type FormPlace } from '../../../renderer/state/place.ts';
import { Route } from '../../../renderer/state/route.svelte.ts';
import type { ProcessBridge } from './bridge.ts';
import { makeWindow } from './window.ts';

/** A bridge that tells when nothing is under way over it. */
type QuietBridge = Bridge & Pick<ProcessBridge, 'quiet'>;

export interface OpenedForm {
  route: Route;
  notices: Notices;
  bulk: Bulk;
  model: FormModel;
  /** The person goes elsewhere, or the window does. */
  close: () => void;
}

/** The form of an action for a record, opened from My tasks. */
export async function openForm(
  bridge: QuietBridge,
  action: string,
  record: string | null,
  more: Partial<FormPlace> = {},
): Promise<OpenedForm> {
  const route = new Route(makeWindow('#/list/my-tasks'));
  const notices = new Notices(bridge, route);
  const bulk = new Bulk(bridge, route);
  notices.open();
  const place = formPlace(action, record, more);
  route.go(place);
  const model = new FormModel({ bridge, route, notices, bulk }, place);
  const close = model.open();
  await bridge.quiet();
  return { route, notices, bulk, model, close };
}

export function input({ inputs }: FormModel, name: string): FormInput {
  const found = inputs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the form has no input ${name}`);
  return found;
}

/** The person fills in these inputs, one after the other; the form follows. */
export async function fill(
  bridge: QuietBridge,
  model: FormModel,
  values: Record<string, string>,
): Promise<void> {
  for (const [name, value] of Object.entries(values)) model.type(input(model, name), value);
  await bridge.quiet();
}
