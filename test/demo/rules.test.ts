import { expect } from 'vitest';
import { ruleId } from '../../demo/records/rule.ts';
import type { Rule } from '../../demo/records/rule.ts';
import { assignedNeedsPerson } from '../../demo/service/rules/assignment.ts';
import { orderClosesAfterTasks, orderStateFlow } from '../../demo/service/rules/order-flow.ts';
import { oneOpenShift } from '../../demo/service/rules/shift.ts';
import { acceptWithinShift, taskStateFlow } from '../../demo/service/rules/task-flow.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, refusal, resultOf, rowsOf } from './ask.ts';
import { CODES, conform } from './conformance.ts';

const FIELD_SERVICE =
  'ServiceNowDocs field-service-management/work-order-management/work-order-task-states.md';
const TASKS = '/api/now/table/wm_task';
const SHIFTS = '/api/now/table/x_outpost_shift';
const ORDERS = '/api/now/table/wm_order';
const task = (index: number): string => `${TASKS}/${idOf(`wm_task ${index}`)}`;
const SHIFT = 'b'.repeat(32);
const ORDER = 'd'.repeat(32);
const ORDER_STATES = 'ServiceNowDocs field-service-management/work-order-states.md; numbers are chosen';
const SUPER = { sysparm_fields: 'name,super_class.name' };

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
    source: ORDER_STATES,
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
    fact: 'nobody works on a task that is assigned to nobody',
    source: FIELD_SERVICE,
    ask: {
      method: 'POST',
      path: TASKS,
      body: { short_description: 'x', state: '18' },
    },
    status: 403,
    body: abortedBy('wm_task', assignedNeedsPerson),
  },
  {
    fact: 'an order goes step by step: a draft is not accepted',
    source: ORDER_STATES,
    ask: async (demo) => {
      const body = { sys_id: ORDER, short_description: 'By hand' };
      await ask(demo, { method: 'POST', path: ORDERS, body });
      return { method: 'PATCH', path: `${ORDERS}/${ORDER}`, body: { state: '17' } };
    },
    status: 403,
    body: abortedBy('wm_order', orderStateFlow),
  },
  {
    fact: 'it is qualified, dispatched, accepted, worked on and closed',
    source: ORDER_STATES,
    ask: async (demo) => {
      for (const state of ['11', '12', '10', '16', '17', '18']) {
        const step = await ask(demo, { method: 'PATCH', path: `${ORDERS}/${ORDER}`, body: { state } });
        expect(resultOf(step)['state']).toBe(state);
      }
      return { method: 'PATCH', path: `${ORDERS}/${ORDER}`, body: { state: '3' } };
    },
    status: 200,
    body: { result: { state: '3', active: 'false', closed_at: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'closed, it stays closed',
    source: ORDER_STATES,
    ask: { method: 'PATCH', path: `${ORDERS}/${ORDER}`, body: { state: '18' } },
    status: 403,
    body: abortedBy('wm_order', orderStateFlow),
  },
  {
    fact: 'it does not close before its tasks',
    source: ORDER_STATES,
    ask: { method: 'PATCH', path: `${ORDERS}/${idOf('wm_order 2')}`, body: { state: '7' } },
    status: 403,
    body: abortedBy('wm_order', orderClosesAfterTasks),
  },
  {
    fact: 'starting to travel dates it',
    source: `${FIELD_SERVICE}, sub state On Route`,
    ask: { method: 'PATCH', path: task(5), body: { sub_state: 'on_route' } },
    status: 200,
    body: { result: { sub_state: 'on_route', actual_travel_start: '2026-06-17 12:00:00' } },
  },
  {
    fact: 'orders and tasks are those of service management, and tasks as any other',
    source: 'ServiceNowDocs field-service-management/r_TableInstallWFieldServMgmnt.md; sm_order is chosen',
    ask: {
      path: '/api/now/table/sys_db_object',
      query: { sysparm_query: 'nameINwm_task,sm_task,wm_order,sm_order^ORDERBYname', ...SUPER },
    },
    status: 200,
    also: async (reply, demo) => {
      expect(reply.json).toEqual({
        result: [
          { name: 'sm_order', 'super_class.name': 'task' },
          { name: 'sm_task', 'super_class.name': 'task' },
          { name: 'wm_order', 'super_class.name': 'sm_order' },
          { name: 'wm_task', 'super_class.name': 'sm_task' },
        ],
      });
      for (const table of ['task', 'sm_task']) {
        const found = await ask(demo, { path: `/api/now/table/${table}/${idOf('wm_task 0')}` });
        expect(resultOf(found)['sys_class_name']).toBe('wm_task');
      }
      const query = { sysparm_query: 'sys_class_nameINSTANCEOFsm_order^number=WO0010001' };
      expect(rowsOf(await ask(demo, { path: '/api/now/table/task', query }))).toHaveLength(1);
    },
  },
  {
    fact: 'states have the numbers and names of an instance, in the order of work',
    source: 'DXC integration guide; state-flow-example.md for 10 and 16',
    ask: {
      path: '/api/now/table/sys_choice',
      query: {
        sysparm_query: 'name=wm_task^element=state^ORDERBYsequence',
        sysparm_fields: 'value,label',
      },
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply).map(({ value, label }) => `${String(value)} ${String(label)}`)).toEqual([
        ...['1 Draft', '10 Pending Dispatch', '16 Assigned', '17 Accepted', '18 Work In Progress'],
        ...['3 Closed Complete', '4 Closed Incomplete', '7 Cancelled'],
      ]);
    },
  },
  {
    fact: 'a script answers for a record that is not there as any other endpoint does',
    source: 'ServiceNowDocs api-reference/rest-api-explorer/scripted-rest-good-practices.md',
    ask: { method: 'POST', path: `/api/x_outpost/v1/task/${'0'.repeat(32)}/accepted` },
    status: 404,
    body: refusal('No Record found', "Record doesn't exist or ACL restricts the record retrieval"),
  },
  {
    fact: 'the definition is served',
    source: 'demo/README.md, scripted endpoints',
    ask: { path: '/api/x_outpost/v1/definition' },
    status: 200,
    body: { result: { version: 2 } },
  },
]);
