import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, testDemo, type Ask } from './ask.ts';

const users = ['dispatcher', 'supervisor', 'technician', 'admin'] as const;
const RECORD = '/api/now/table';
const theirs = idOf('wm_task 0');
const draft = { short_description: 'Made to be deleted', state: '1' };

const technician = idOf('sys_user technician');
const theTechnicians = { short_description: 'x', state: '16', assigned_to: technician };
const tag = { name: 'Bring a lamp', owner: technician };

/** Makes a record as the administrator, whom everything is allowed; what is asked of it is asked by somebody else. */
const made =
  (table: string, body: object, asked: Omit<Ask, 'path'> = { method: 'DELETE' }) =>
  async (demo: Demo): Promise<Ask> => {
    const reply = await ask(demo, { method: 'POST', path: `${RECORD}/${table}`, as: 'admin', body });
    const { sys_id } = (reply.json as { result: { sys_id: string } }).result;
    return { ...asked, path: `${RECORD}/${table}/${sys_id}` };
  };

/** What is asked, and what the dispatcher, the supervisor, the technician and the administrator are answered. */
const rights: [what: string, asked: Ask | ((demo: Demo) => Promise<Ask>), statuses: number[]][] = [
  ["read somebody's task", { path: `${RECORD}/wm_task/${theirs}` }, [200, 200, 404, 200]],
  ['read an order', { path: `${RECORD}/wm_order/${idOf('wm_order 0')}` }, [200, 200, 200, 200]],
  ["read the technician's task", made('wm_task', theTechnicians, {}), [200, 200, 200, 200]],
  ["read nobody's task", made('wm_task', { short_description: 'x' }, {}), [200, 200, 200, 200]],
  [
    "change the technician's task",
    made('wm_task', theTechnicians, { method: 'PATCH', body: { skills: 'Any' } }),
    [200, 200, 200, 200],
  ],
  [
    "change nobody's task",
    made('wm_task', { short_description: 'x' }, { method: 'PATCH', body: { skills: 'Any' } }),
    [200, 200, 403, 200],
  ],
  [
    'read time that somebody worked',
    made('task_time_worked', { task: theirs, user: idOf('sys_user admin') }, {}),
    [200, 200, 404, 200],
  ],
  [
    "read the technician's time",
    made('task_time_worked', { task: theirs, user: technician }, {}),
    [200, 200, 200, 200],
  ],
  ['make a tag', { method: 'POST', path: `${RECORD}/label`, body: { name: 'x' } }, [201, 201, 201, 201]],
  ['read a tag', made('label', tag, {}), [200, 200, 200, 200]],
  [
    "change the technician's tag",
    made('label', tag, { method: 'PATCH', body: { name: 'y' } }),
    [403, 403, 200, 200],
  ],
  [
    'make a task',
    { method: 'POST', path: `${RECORD}/wm_task`, body: { short_description: 'x' } },
    [201, 201, 403, 201],
  ],
  [
    "change somebody's task",
    { method: 'PATCH', path: `${RECORD}/wm_task/${theirs}`, body: { skills: 'Any' } },
    [200, 200, 404, 200],
  ],
  [
    'change an order',
    { method: 'PATCH', path: `${RECORD}/wm_order/${idOf('wm_order 0')}`, body: { priority: '1' } },
    [200, 200, 403, 200],
  ],
  ['delete a draft', made('wm_order', draft), [204, 204, 403, 204]],
  ['delete an order at work', made('wm_order', { ...draft, state: '18' }), [403, 204, 403, 204]],
  [
    "read somebody's shift",
    { path: `${RECORD}/x_outpost_shift/${idOf('x_outpost_shift 1001')}` },
    [200, 200, 404, 200],
  ],
  [
    'make a shift for somebody else',
    {
      method: 'POST',
      path: `${RECORD}/x_outpost_shift`,
      body: { user: idOf('sys_user beatrix.solberg'), state: 'closed' },
    },
    [403, 201, 403, 201],
  ],
  [
    'change a person',
    { method: 'PATCH', path: `${RECORD}/sys_user/${idOf('sys_user technician')}`, body: { title: 'x' } },
    [403, 403, 403, 200],
  ],
  ['ask who has which role', { path: `${RECORD}/sys_user_has_role` }, [403, 403, 403, 200]],
];

describe('The four roles have different rights', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await testDemo();
  });
  afterAll(() => demo.close());

  test.each(rights)('%s', async (_what, asked, statuses) => {
    const answered: number[] = [];
    for (const as of users) {
      const whole = typeof asked === 'function' ? await asked(demo) : asked;
      answered.push((await ask(demo, { ...whole, as })).status);
    }
    expect(Object.fromEntries(users.map((user, index) => [user, answered[index]]))).toEqual(
      Object.fromEntries(users.map((user, index) => [user, statuses[index]])),
    );
  });

  test('what was deleted is read by those in charge, and what was noted by administrators', async () => {
    const rows = async (table: string): Promise<number[]> => {
      const found = users.map(async (as) => {
        const reply = await ask(demo, { path: `${RECORD}/${table}`, as, query: { sysparm_limit: '1' } });
        return (reply.json as { result: unknown[] }).result.length;
      });
      return Promise.all(found);
    };
    expect(await rows('sys_audit_delete')).toEqual([0, 1, 0, 1]);
    expect(await rows('sys_journal_field')).toEqual([0, 0, 0, 1]);
  });
});
