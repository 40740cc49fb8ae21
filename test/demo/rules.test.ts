import { expect } from 'vitest';
import { ruleId } from '../../demo/rules/rule.ts';
import { oneOpenShift } from '../../demo/rules/shift.ts';
import { acceptWithinShift, taskStateFlow } from '../../demo/rules/task-flow.ts';
import type { Rule } from '../../demo/rules/rule.ts';
import { idOf } from '../../demo/seed/sow.ts';
import { ask, refusal, resultOf, rowsOf } from './ask.ts';
import { CODES, conform } from './conformance.ts';

const FIELD_SERVICE =
  'ServiceNowDocs field-service-management/work-order-management/work-order-task-states.md';
const TASKS = '/api/now/table/wm_task';
const SHIFTS = '/api/now/table/x_outpost_shift';
const ORDERS = '/api/now/table/wm_order';
const task = (index: number): string => `${TASKS}/${idOf(`wm_task ${index}`)}`;
const SHIFT = 'b'.repeat(32);

function abortedBy(table: string, rule: Rule): unknown {
  const detail = `Operation against file '${table}' was aborted by Business Rule '${rule.name}^${ruleId(rule)}'. Business Rule Stack:${rule.name}`;
  return refusal('Operation Failed', detail);
}

conform('Business rules of field service', [
  {
    fact: 'accepting takes an open shift, and the refusal names the rule',
    source: CODES,
    ask: { method: 'PATCH', path: task(0), body: { state: '17' } },
    status: 403,
    body: abortedBy('wm_task', acceptWithinShift),
  },
  {
    fact: 'a shift begins at the time it says',
    source: 'demo/README.md, field service',
    ask: {
      method: 'POST',
      path: SHIFTS,
      body: { sys_id: SHIFT, started: '2026-06-17 07:30:00', state: 'open' },
    },
    status: 201,
    body: {
      result: {
        number: 'SHFT0001018',
        started: '2026-06-17 07:30:00',
        user: { value: idOf('sys_user dispatcher') },
      },
    },
  },
  {
    fact: 'nobody has two open shifts',
    source: 'demo/README.md, field service',
    ask: { method: 'POST', path: SHIFTS, body: {} },
    status: 403,
    body: abortedBy('x_outpost_shift', oneOpenShift),
  },
  {
    fact: 'within a shift a task can be accepted',
    source: FIELD_SERVICE,
    ask: { method: 'PATCH', path: task(0), body: { state: '17' } },
    status: 200,
    body: { result: { state: '17', sys_mod_count: '1' } },
  },
  {
    fact: 'a task follows its state flow',
    source: FIELD_SERVICE,
    ask: { method: 'PATCH', path: task(7), body: { state: '3', close_notes: 'done' } },
    status: 403,
    body: abortedBy('wm_task', taskStateFlow),
  },
  {
    fact: 'starting work dates it',
    source: FIELD_SERVICE,
    ask: { method: 'PATCH', path: task(0), body: { state: '18' } },
    status: 200,
    body: { result: { state: '18', work_start: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'closing needs a note, by data policy',
    source: CODES,
    ask: { method: 'PATCH', path: task(0), body: { state: '3' } },
    status: 403,
    body: refusal(
      'Operation Failed',
      'Data Policy Exception: The following fields are mandatory: Close notes',
    ),
  },
  {
    fact: 'closing fills in more than was asked',
    source: FIELD_SERVICE,
    ask: {
      method: 'PATCH',
      path: task(0),
      body: { state: '3', close_notes: 'done', work_end: '2026-06-17 11:00:00' },
    },
    status: 200,
    body: {
      result: {
        state: '3',
        active: 'false',
        work_end: '2026-06-17 11:00:00',
        closed_at: '2026-06-17 12:00:00',
        sub_state: 'complete',
      },
    },
  },
  {
    fact: 'a person named assigns a waiting task',
    source: FIELD_SERVICE,
    ask: { method: 'PATCH', path: task(7), body: { assigned_to: idOf('sys_user technician') } },
    status: 200,
    body: { result: { state: '16', dispatched_on: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'the last task closes its order',
    source: 'ServiceNowDocs field-service-management, work-order-states.md',
    ask: async (demo) => {
      await ask(demo, { method: 'PATCH', path: task(9), body: { state: '3', close_notes: 'done' } });
      return { path: `${ORDERS}/${idOf('wm_order 3')}` };
    },
    status: 200,
    body: { result: { state: '3', active: 'false', closed_by: { value: idOf('sys_user dispatcher') } } },
  },
  {
    fact: 'and a flow tells the customer, as nobody in particular',
    source: 'demo/README.md, field service',
    ask: {
      path: `${ORDERS}/${idOf('wm_order 3')}?sysparm_display_value=true&sysparm_fields=comments,sys_updated_by`,
    },
    status: 200,
    body: {
      result: {
        sys_updated_by: 'system',
        comments: expect.stringContaining(
          'system (Additional comments)\nThe work on WO0010004 is done.',
        ) as string,
      },
    },
    also: (_reply, demo) => {
      expect(demo.ledger().some((effect) => effect.user === 'system')).toBe(false);
    },
  },
  {
    fact: 'a task closed incomplete comes back as a draft',
    source: 'ServiceNowDocs field-service-management, close-wo-wot-mobile.md',
    ask: async (demo) => {
      await ask(demo, { method: 'PATCH', path: task(2), body: { state: '4', close_notes: 'no parts' } });
      return {
        path: TASKS,
        query: { sysparm_query: `parent=${idOf('wm_order 0')}^state=1`, sysparm_fields: 'short_description' },
      };
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)).toContainEqual({ short_description: 'Calibrate MRI scanner after refill' });
    },
  },
  {
    fact: 'ending a shift dates it unless it says when',
    source: 'demo/README.md, field service',
    ask: { method: 'PATCH', path: `${SHIFTS}/${SHIFT}`, body: { state: 'closed' } },
    status: 200,
    body: { result: { state: 'closed', ended: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'a new work order needs a short description',
    source: CODES,
    ask: { method: 'POST', path: ORDERS, body: { priority: '1' } },
    status: 403,
    body: refusal(
      'Operation Failed',
      'Data Policy Exception: The following fields are mandatory: Short description',
    ),
  },
  {
    fact: 'a work order is due by its priority',
    source: 'demo/README.md, field service',
    ask: { method: 'POST', path: ORDERS, body: { short_description: 'Fire alarm', priority: '1' } },
    status: 201,
    body: { result: { requested_due_by: '2026-06-17 16:00:00', opened_at: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'the call after accepting brings the order up to date and leaves a note',
    source: 'demo/README.md, scripted endpoints',
    ask: {
      method: 'POST',
      path: `/api/x_outpost/v1/task/${idOf('wm_task 4')}/accepted`,
      headers: { 'Idempotency-Key': 'k1' },
    },
    status: 200,
    body: { result: { order: 'WO0010002', order_state: '18' } },
    also: async (first, demo) => {
      const again = await ask(demo, {
        method: 'POST',
        path: `/api/x_outpost/v1/task/${idOf('wm_task 4')}/accepted`,
        headers: { 'Idempotency-Key': 'k1' },
      });
      expect(again.json).toEqual(first.json);
      const order = await ask(demo, {
        path: `${ORDERS}/${idOf('wm_order 1')}`,
        query: { sysparm_display_value: 'true' },
      });
      expect(String(resultOf(order)['work_notes']).match(/was accepted by Dana Whitlock/g)).toHaveLength(1);
      expect(demo.ledger().filter((effect) => effect.op === 'call')).toHaveLength(1);
    },
  },
  {
    fact: 'the definition is served',
    source: 'demo/README.md, scripted endpoints',
    ask: { path: '/api/x_outpost/v1/definition' },
    status: 200,
    body: { result: { version: 2 } },
  },
]);
