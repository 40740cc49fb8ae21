import type { Answer } from '../../../preload/contract/failure.ts';
import type { Session } from '../../../preload/contract/session.ts';

/** Who signs in on the fake's instance. */
export function accountOf(instance: string, userName: string): Session['account'] {
  return { instance, userName, user: { sys_id: 'u1', name: 'Dana Dispatcher' } };
}

export function good<T>(value: T): Answer<T> {
  return { ok: true, value };
}

export function bad<T>(failure: Extract<Answer<T>, { ok: false }>['failure']): Answer<T> {
  return { ok: false, failure };
}
