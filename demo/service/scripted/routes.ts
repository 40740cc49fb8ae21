import type { Route } from '../../instance.ts';
import { giveDefinition } from './definition.ts';
import { taskAccepted, taskClosed, taskEscalated } from './task.ts';

const TASK = '/api/x_outpost/v1/task/:sys_id';

/** Endpoints of the company's own (Scripted REST). */
export const scriptedRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/x_outpost/v1/definition', answer: giveDefinition },
  { method: 'POST', pattern: `${TASK}/accepted`, answer: taskAccepted },
  { method: 'POST', pattern: `${TASK}/closed`, answer: taskClosed },
  { method: 'POST', pattern: `${TASK}/escalated`, answer: taskEscalated },
];
