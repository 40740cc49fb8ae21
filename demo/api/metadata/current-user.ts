import { result, type Answer } from '../../http/answer.ts';
import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { read } from '../../store/row.ts';

/** `GET /api/now/ui/user/current_user`: who is signed in. */
export function currentUser(instance: Instance, { session }: SignedCall): Answer {
  const user = instance.store.get('sys_user', session.sysId);
  const initials = [read(user, 'first_name'), read(user, 'last_name')]
    .map((name) => name.slice(0, 1))
    .join('');
  return result({
    user_sys_id: session.sysId,
    user_name: session.userName,
    user_display_name: session.name,
    user_initials: initials,
    user_avatar: '',
  });
}
