import type { FormInput } from '../../../preload/contract/forms.ts';
import { Bulk } from '../../../renderer/state/bulk.svelte.ts';
import { Notices } from '../../../renderer/state/notices.svelte.ts';
import { formPlace, type FormPlace } from '../../../renderer/state/place.ts';
import { Route } from '../../../renderer/state/route.svelte.ts';
import { FormModel } from '../../../renderer/screens/form/model.svelte.ts';
import { FakeBridge } from '../../support/fake-bridge.ts';
import { settled } from './settled.ts';
import { makeWindow } from './window.ts';

interface OpenedForm {
  bridge: FakeBridge;
  route: Route;
  notices: Notices;
  bulk: Bulk;
  screen: FormModel;
  /** The person goes elsewhere, or the window does. */
  close: () => void;
}

/** A form on task 5, opened from the list. */
export async function openForm(
  action = 'close-complete',
  more: Partial<FormPlace> = {},
  bridge = new FakeBridge(),
): Promise<OpenedForm> {
  const route = new Route(makeWindow('#/list/my-tasks'));
  const notices = new Notices(bridge, route);
  const bulk = new Bulk(bridge, route);
  notices.open();
  const place = formPlace(action, 'task5', more);
  route.go(place);
  const screen = new FormModel({ bridge, route, notices, bulk }, place);
  const close = screen.open();
  await settled();
  return { bridge, route, notices, bulk, screen, close };
}

export function input({ inputs }: FormModel, name: string): FormInput {
  const found = inputs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the form has no input ${name}`);
  return found;
}

export async function fill(screen: FormModel, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) screen.type(input(screen, name), value);
  await settled();
}
