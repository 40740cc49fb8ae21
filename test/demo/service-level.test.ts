import { expect } from 'vitest';
import { businessAfter, businessBetween } from '../../demo/service/rules/business-time.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, NOON, resultOf, rowsOf, type Ask } from './ask.ts';
import { conform } from './conformance.ts';

const SLA = 'demo/README.md, service levels; tables and columns as ServiceNow names them';
const HOUR = 3_600_000;
const TASK = 'a'.repeat(32);
const TASKS = '/api/now/table/wm_task';
let clock = NOON;

/** Changes the task so many hours after noon, and looks at its service levels. */
const changed = (hours: number, body: object) => (): Promise<Ask> => {
  clock = NOON + hours * HOUR;
  return Promise.resolve({ method: 'PATCH', path: `${TASKS}/${TASK}`, body });
};

const levels = async (demo: Parameters<typeof ask>[0]): Promise<Record<string, unknown>[]> =>
  rowsOf(
    await ask(demo, {
      path: '/api/now/table/task_sla',
      query: { sysparm_query: `task=${TASK}^ORDERBYDESCactive`, sysparm_exclude_reference_link: 'true' },
    }),
  );

conform(
  'Service levels',
  [
    {
      fact: 'a draft has none, and what is dispatched has the one of its priority, to be kept within hours of business',
      source: SLA,
      ask: {
        method: 'POST',
        path: TASKS,
        body: { sys_id: TASK, short_description: 'x', priority: '2' },
      },
      status: 201,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toEqual([]);
        const body = { assigned_to: idOf('sys_user technician') };
        await ask(demo, { method: 'PATCH', path: `${TASKS}/${TASK}`, body });
        expect(await levels(demo)).toMatchObject([
          {
            sla: idOf('contract_sla 2'),
            stage: 'in_progress',
            active: 'true',
            start_time: '2026-06-17 12:00:00',
            planned_end_time: '2026-06-18 10:00:00',
            business_percentage: '0.00',
            business_time_left: '1970-01-01 08:00:00',
            has_breached: 'false',
            sys_created_by: 'system',
          },
        ]);
      },
    },
    {
      fact: 'another state takes stock',
      source: SLA,
      ask: changed(4, { state: '10' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([
          { stage: 'in_progress', business_percentage: '50.00', business_duration: '1970-01-01 04:00:00' },
        ]);
      },
    },
    {
      fact: 'a draft stops the clock',
      source: SLA,
      ask: changed(5, { state: '1' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([
          { stage: 'paused', pause_time: '2026-06-17 17:00:00', business_percentage: '62.50' },
        ]);
      },
    },
    {
      fact: 'and what is promised moves by as long as it stood',
      source: SLA,
      ask: changed(21, { state: '10' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([
          {
            stage: 'in_progress',
            pause_time: '',
            business_pause_duration: '1970-01-01 02:00:00',
            business_percentage: '62.50',
            planned_end_time: '2026-06-18 12:00:00',
          },
        ]);
      },
    },
    {
      fact: 'with another priority another definition holds, from the start on',
      source: SLA,
      ask: changed(21, { priority: '1' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([
          {
            sla: idOf('contract_sla 1'),
            stage: 'in_progress',
            start_time: '2026-06-17 12:00:00',
            planned_end_time: '2026-06-17 18:00:00',
            business_percentage: '125.00',
            has_breached: 'true',
          },
          {
            sla: idOf('contract_sla 2'),
            stage: 'cancelled',
            active: 'false',
            end_time: '2026-06-18 09:00:00',
          },
        ]);
      },
    },
    {
      fact: 'what else changes leaves it alone',
      source: SLA,
      ask: changed(22, { skills: 'Pumps' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([{ business_percentage: '125.00' }, {}]);
      },
    },
    {
      fact: 'with the task it ends',
      source: SLA,
      ask: changed(22, { state: '7' }),
      status: 200,
      also: async (_reply, demo) => {
        expect(await levels(demo)).toMatchObject([
          { stage: 'cancelled', active: 'false' },
          { stage: 'cancelled', active: 'false' },
        ]);
      },
    },
    {
      fact: 'without one for its priority there is none',
      source: SLA,
      ask: async (demo) => {
        const path = `/api/now/table/contract_sla/${idOf('contract_sla 5')}`;
        await ask(demo, { method: 'PATCH', path, as: 'admin', body: { active: 'false' } });
        const body = { short_description: 'x', priority: '5', assigned_to: idOf('sys_user technician') };
        return { method: 'POST', path: TASKS, body };
      },
      status: 201,
      also: async (reply, demo) => {
        const query = { sysparm_query: `task=${String(resultOf(reply)['sys_id'])}` };
        expect(rowsOf(await ask(demo, { path: '/api/now/table/task_sla', query }))).toEqual([]);
      },
    },
    {
      fact: 'done in time or not, it is completed; and it goes with its task',
      source: SLA,
      ask: async (demo) => {
        await ask(demo, { method: 'POST', path: '/api/now/table/x_outpost_shift', body: {} });
        const path = `${TASKS}/${idOf('wm_task 2')}`;
        return Promise.resolve({ method: 'PATCH', path, body: { state: '3', close_notes: 'Done' } });
      },
      status: 200,
      also: async (reply, demo) => {
        const sysId = String(resultOf(reply)['sys_id']);
        const query = { sysparm_query: `task=${sysId}` };
        const path = '/api/now/table/task_sla';
        expect(rowsOf(await ask(demo, { path, query }))).toMatchObject([
          { stage: 'completed', active: 'false' },
        ]);
        await ask(demo, { method: 'DELETE', path: `${TASKS}/${sysId}`, as: 'supervisor' });
        expect(rowsOf(await ask(demo, { path, query }))).toEqual([]);
      },
    },
    {
      fact: 'hours of business are those of weekdays',
      source: 'demo/service/rules/business-time.ts',
      ask: { path: '/api/now/table/contract_sla' },
      status: 200,
      also: () => {
        const friday = Date.parse('2026-06-19T17:00:00Z');
        const monday = Date.parse('2026-06-22T09:00:00Z');
        expect(businessBetween(friday, monday)).toBe(2 * HOUR);
        expect(businessBetween(monday, friday)).toBe(0);
        expect(businessAfter(friday, 2 * HOUR)).toBe(monday);
        expect(businessAfter(friday, 0)).toBe(friday);
      },
    },
  ],
  { now: () => clock },
);
