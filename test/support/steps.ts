import type { CompiledStep } from '../../main/outbox/steps.ts';
import type { Touch } from '../../main/outbox/entry.ts';
import { sysId } from './catalog.ts';

type Step<D extends CompiledStep['do']> = Extract<CompiledStep, { do: D }>;

/** A task by its number. */
export function task(number: number): Touch {
  return { table: 'wm_task', sys_id: sysId(number) };
}

export function note(number: number, text = 'On my way'): Step<'note'> {
  return { do: 'note', ...task(number), field: 'work_notes', text };
}

/** An update of a task that the person saw as Assigned and unchanged since `modCount`. */
export function update(
  number: number,
  fields: Record<string, string> = { state: '17' },
  modCount: string | null = '3',
): Step<'update'> {
  const seen = { state: { value: '16', display: 'Assigned' } };
  return { do: 'update', ...task(number), fields, seen, modCount, policies: {} };
}

export function create(number: number, fields: Record<string, string> = { state: '1' }): Step<'create'> {
  return { do: 'create', ...task(number), fields };
}

export function remove(number: number): Step<'delete'> {
  return { do: 'delete', ...task(number), seen: {}, modCount: '3' };
}

export function attach(number: number, name = 'pump.jpg'): Step<'attach'> {
  const file = {
    hash: 'ab'.repeat(32),
    name,
    type: 'image/jpeg',
    size: 3,
    takenAt: '2026-01-05T07:00:00.000Z',
  };
  return { do: 'attach', ...task(number), file };
}

export function call(idempotent = true): Step<'call'> {
  const path = '/api/x_outpost/shift/end';
  return { do: 'call', method: 'POST', path, body: null, affects: ['wm_task'], idempotent };
}

export function check(number: number): Step<'check'> {
  return { do: 'check', ...task(number), when: 'state=16', message: 'It is not assigned' };
}
