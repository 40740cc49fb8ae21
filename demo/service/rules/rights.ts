import type { Right } from '../../access/right.ts';
import type { Session } from '../../access/session.ts';
import { read, type Row } from '../../store/row.ts';

const isMine = (field: string) => (session: Session, row: Row) => read(row, field) === session.sysId;
const isDraft = (_session: Session, row: Row): boolean => read(row, 'state') === '1';
const isMadeByMe = ({ userName }: Session, row: Row): boolean => read(row, 'sys_created_by') === userName;
const isMineOrFree = (session: Session, row: Row): boolean =>
  ['', session.sysId].includes(read(row, 'assigned_to'));

const DISPATCHER = 'wm_dispatcher';
const MANAGER = 'wm_manager';
const AGENT = 'wm_agent';

/** Access controls. A table named here is closed but for what is listed; any other may be read by everybody. */
export const rights: readonly Right[] = [
  { table: 'wm_task', operations: ['read', 'insert', 'update'], roles: [DISPATCHER, MANAGER] },
  { table: 'wm_task', operations: ['delete'], roles: [MANAGER] },
  { table: 'wm_task', operations: ['delete'], roles: [DISPATCHER], where: isDraft },
  { table: 'wm_task', operations: ['read'], roles: [AGENT], where: isMineOrFree },
  { table: 'wm_task', operations: ['update'], roles: [AGENT], where: isMine('assigned_to') },

  { table: 'wm_order', operations: ['read'], roles: [] },
  { table: 'wm_order', operations: ['insert', 'update'], roles: [DISPATCHER, MANAGER] },
  { table: 'wm_order', operations: ['delete'], roles: [MANAGER] },
  { table: 'wm_order', operations: ['delete'], roles: [DISPATCHER], where: isDraft },

  { table: 'x_outpost_shift', operations: ['read'], roles: [DISPATCHER, MANAGER] },
  { table: 'x_outpost_shift', operations: ['read', 'insert', 'update'], roles: [], where: isMine('user') },
  { table: 'x_outpost_shift', operations: ['insert', 'update', 'delete'], roles: [MANAGER] },

  { table: 'task_time_worked', operations: ['read'], roles: [DISPATCHER, MANAGER] },
  {
    table: 'task_time_worked',
    operations: ['read', 'insert', 'update', 'delete'],
    roles: [],
    where: isMine('user'),
  },

  { table: 'x_outpost_imp_task', operations: ['read'], roles: [], where: isMadeByMe },
  { table: 'x_outpost_imp_company', operations: ['read'], roles: [], where: isMadeByMe },

  { table: 'label', operations: ['read', 'insert'], roles: [] },
  { table: 'label', operations: ['update', 'delete'], roles: [], where: isMine('owner') },
  { table: 'label_entry', operations: ['read', 'insert', 'delete'], roles: [] },

  { table: 'sys_audit_delete', operations: ['read'], roles: [MANAGER] },
  { table: 'sys_journal_field', operations: [], roles: [] },
  { table: 'sys_user_has_role', operations: [], roles: [] },
];
