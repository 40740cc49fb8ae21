import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** Who makes a request. */
export interface Session {
  sysId: string;
  userName: string;
  name: string;
  zone: string;
  roles: ReadonlySet<string>;
}

/** The session of a user, with the roles held now. */
export function sessionOf(store: Store, user: Row): Session {
  const sysId = read(user, 'sys_id');
  const granted = store.table('sys_user_has_role').where('user', sysId);
  const roles = granted.map((grant) => read(store.get('sys_user_role', read(grant, 'role')), 'name'));
  return {
    sysId,
    userName: read(user, 'user_name'),
    name: read(user, 'name'),
    zone: read(user, 'time_zone') || 'UTC',
    roles: new Set(roles),
  };
}

/** The active user of that name, in whatever letters it is written. */
export function userNamed(store: Store, userName: string): Row | undefined {
  if (userName === '') return undefined;
  const users = store.table('sys_user');
  const exact = users.where('user_name', userName);
  const found = exact.length > 0 ? exact : users.where('user_name', userName.toLowerCase());
  return found.find((user) => read(user, 'active') === 'true' && read(user, 'locked_out') !== 'true');
}
