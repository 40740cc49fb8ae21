import { requireRight } from '../access/access.ts';
import { sessionOf, userNamed } from '../access/session.ts';
import { changeRecord } from '../api/table/change.ts';
import { faultOf } from '../faults/wish.ts';
import type { Call } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { find } from '../query/path.ts';
import { wanted } from '../records/values.ts';
import { notFound, Refusal } from '../refusal.ts';
import { read } from '../store/row.ts';
import { wishOf } from './fault-form.ts';
import type { Host } from './host.ts';

/** Does what a form of the page asks for. Returns the address to look at next; null for a form that does not exist. */
export function submit(host: Host, call: Call): string | null {
  const form = new URLSearchParams(call.body.toString('utf8'));
  switch (call.path) {
    case '/demo/page/reset':
      host.reset();
      return '/';
    case '/demo/page/fault':
      host.instance.faults.set(faultOf(wishOf(form), Date.now()));
      return '/';
    case '/demo/page/edit':
      return edit(host.instance, form);
    default:
      return null;
  }
}

/** Changes a record as the person chosen, with that person's rights and all rules. */
function edit(instance: Instance, form: URLSearchParams): string {
  const row = find(instance.store, form.get('table') ?? '', form.get('sys_id') ?? '');
  const user = userNamed(instance.store, form.get('as') ?? '');
  if (!row || !user) throw notFound();
  const table = instance.store.schema.known(read(row, 'sys_class_name'));
  const session = sessionOf(instance.store, user);
  const changed = [...form].flatMap(([name, value]) => {
    const field = name.startsWith('field.') ? name.slice('field.'.length) : '';
    const text = value.replaceAll('\r\n', '\n');
    return field === '' || text === read(row, field) ? [] : [[field, text] as const];
  });
  const address = `/demo/records/${table.name}/${read(row, 'sys_id')}`;
  const tell = (told: string): string => `${address}?${new URLSearchParams({ told }).toString()}`;
  try {
    requireRight(instance, session, 'update', row);
    changeRecord(
      instance,
      { session, key: null, request: 'the page' },
      row,
      wanted(table, Object.fromEntries(changed), false),
    );
    return tell(changed.length === 0 ? 'Nothing was changed' : `Changed as ${session.name}`);
  } catch (thrown) {
    if (thrown instanceof Refusal) return tell(thrown.detail ?? thrown.message);
    throw thrown;
  }
}
