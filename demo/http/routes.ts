import type { Instance } from '../instance.ts';
import { currentUser } from '../metadata/current-user.ts';
import { tableMeta } from '../metadata/meta.ts';
import { giveDefinition } from '../scripted/definition.ts';
import { taskAccepted, taskClosed } from '../scripted/task.ts';
import { listRecords } from '../table/list.ts';
import { getRecord } from '../table/one.ts';
import { createRecord, deleteRecord, updateRecord } from '../table/write.ts';
import type { Answer } from './answer.ts';
import type { SignedCall } from './call.ts';

/** One thing that can be asked of the instance. */
export interface Route {
  method: string;
  pattern: string;
  answer: (instance: Instance, call: SignedCall) => Answer;
}

const TABLE = '/api/now/table/:table';
const RECORD = '/api/now/table/:table/:sys_id';

/** Everything under `/api`, without the version in the path. */
export const routes: readonly Route[] = [
  { method: 'GET', pattern: TABLE, answer: listRecords },
  { method: 'POST', pattern: TABLE, answer: createRecord },
  { method: 'GET', pattern: RECORD, answer: getRecord },
  { method: 'PATCH', pattern: RECORD, answer: updateRecord },
  { method: 'PUT', pattern: RECORD, answer: updateRecord },
  { method: 'DELETE', pattern: RECORD, answer: deleteRecord },
  { method: 'GET', pattern: '/api/now/ui/meta/:table', answer: tableMeta },
  { method: 'GET', pattern: '/api/now/ui/user/current_user', answer: currentUser },
  { method: 'GET', pattern: '/api/x_outpost/v1/definition', answer: giveDefinition },
  { method: 'POST', pattern: '/api/x_outpost/v1/task/:sys_id/accepted', answer: taskAccepted },
  { method: 'POST', pattern: '/api/x_outpost/v1/task/:sys_id/closed', answer: taskClosed },
];
