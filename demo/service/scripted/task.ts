import { result, type Answer } from '../../http/answer.ts';
import { objectOf } from '../../http/body.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { notFound } from '../../refusal.ts';
import { read } from '../../store/row.ts';
import { recomputeOrder } from '../rules/order-state.ts';

/** `POST /api/x_outpost/v1/task/{sys_id}/accepted`. */
export function taskAccepted(instance: Instance, call: SignedCall): Answer {
  return once(instance, call, () => report(instance, call, 'accepted'));
}

/** `POST /api/x_outpost/v1/task/{sys_id}/closed`. */
export function taskClosed(instance: Instance, call: SignedCall): Answer {
  return once(instance, call, () => report(instance, call, 'closed'));
}

/** `POST /api/x_outpost/v1/task/{sys_id}/escalated`: its order becomes critical. */
export function taskEscalated(instance: Instance, call: SignedCall): Answer {
  return once(instance, call, () => {
    const { store, records } = instance;
    const parent = read(store.get('wm_task', (call.params['sys_id'] ?? '').toLowerCase()), 'parent');
    if (store.get('wm_order', parent))
      records.update(call.session, 'wm_order', parent, { values: { priority: '1' }, notes: new Map() });
    return report(instance, call, 'escalated');
  });
}

/** Brings the task's order up to date and leaves a trace there of who did what. */
function report(instance: Instance, call: SignedCall, done: string): Answer {
  const { store, records, ledger } = instance;
  const { session } = call;
  const task = store.get('wm_task', (call.params['sys_id'] ?? '').toLowerCase());
  if (!task) throw notFound();
  const fields = Object.fromEntries(
    Object.entries(objectOf(call)).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const parent = read(task, 'parent');
  if (store.get('wm_order', parent)) {
    recomputeOrder(records, session, parent);
    records.note(
      session,
      'wm_order',
      parent,
      'work_notes',
      `${read(task, 'number')} was ${done} by ${session.name}.`,
    );
  }
  const { key, request } = askingOf(call);
  ledger.add({
    user: session.userName,
    table: 'wm_task',
    sys_id: read(task, 'sys_id'),
    op: 'call',
    key,
    request,
    fields: { method: call.method, path: call.path, ...fields },
  });
  const order = store.get('wm_order', parent);
  return result({
    task: read(task, 'number'),
    order: read(order, 'number'),
    order_sys_id: read(order, 'sys_id'),
    order_state: read(order, 'state'),
    // What the call changed besides the task, for clients that keep copies.
    records: order === undefined ? [] : [{ table: 'wm_order', sys_id: parent }],
  });
}

/** Does the work once for a key; asked again, gives the first answer. */
function once(instance: Instance, call: SignedCall, work: () => Answer): Answer {
  const { key } = askingOf(call);
  if (key === null) return instance.store.together(work);
  const name = `${call.session.userName} ${call.path} ${key}`;
  const first = instance.replies.find(name);
  if (first) return first;
  return instance.store.together(() => {
    const answer = work();
    instance.replies.remember(name, answer);
    return answer;
  });
}
