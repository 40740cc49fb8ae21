import { expect } from 'vitest';
import { test } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };

test.for(['dispatcher', 'supervisor', 'technician'])(
  'a %s sees what the instance shows them, and works',
  async (user, { world }) => {
    const outpost = await world.start(user);
    const open = await outpost.ask('list.get', { list: 'all-open-tasks', ...page });
    expect(open.total).toBeGreaterThan(0);
    const own = (await outpost.ask('session.get', null)).account?.user.name;
    if (user === 'technician') {
      // Access rules of the instance: own and unassigned tasks only.
      const people = new Set(open.rows.map(({ cells }) => cells['assigned_to']?.display));
      expect([...people].filter((name) => name !== '' && name !== own)).toEqual([]);
    }
    const start = { action: 'start-shift', record: null, inputs: {}, revises: null, draft: null };
    expect(await outpost.ask('action.trigger', start)).toMatchObject({ outcome: 'sent' });
    expect(world.demo.ledger()).toMatchObject([{ user, op: 'insert', table: 'x_outpost_shift' }]);
  },
);
