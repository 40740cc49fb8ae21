import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { ask, rowsOf, testDemo } from './ask.ts';

const fields = [
  ...['sys_id', 'number', 'short_description', 'description', 'state', 'priority', 'active', 'assigned_to'],
  ...['assignment_group', 'company', 'location', 'parent', 'opened_at', 'opened_by', 'expected_start'],
  ...['work_start', 'work_end', 'closed_at', 'closed_by', 'close_notes', 'sub_state', 'skills'],
  ...['sys_updated_on', 'sys_mod_count', 'window_start'],
];

describe('A hundred thousand tasks', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await testDemo({ tasks: 100_000 });
  }, 60_000);
  afterAll(() => demo.close());

  const page = async (offset: number): Promise<Record<string, unknown>[]> => {
    const window = { sysparm_limit: '1000', sysparm_offset: String(offset) };
    const shape = {
      sysparm_fields: fields.join(),
      sysparm_display_value: 'all',
      sysparm_query: 'ORDERBYsys_id',
    };
    const reply = await ask(demo, { path: '/api/now/table/wm_task', query: { ...window, ...shape } });
    expect(reply.headers.get('x-total-count')).toBe('100000');
    return rowsOf(reply);
  };

  test('come in pages of 1,000 with 25 fields, each once, and are sorted but once for all of them', async () => {
    const sorting = vi.spyOn(Array.prototype, 'sort');
    const sorts = (): number =>
      sorting.mock.contexts.filter((sorted) => (sorted as unknown[]).length > 50_000).length;
    const ids = new Set<string>();
    for (let offset = 0; offset < 100_000; offset += 10_000) {
      const rows = await page(offset);
      expect(rows).toHaveLength(1000);
      for (const row of rows) {
        expect(Object.keys(row)).toEqual(fields);
        ids.add((row['sys_id'] as { value: string }).value);
      }
    }
    expect(ids.size).toBe(10_000);
    // A change keeps its place in the order that is there.
    const [first] = [...ids];
    const path = `/api/now/table/wm_task/${String(first)}`;
    expect((await ask(demo, { method: 'PATCH', path, body: { skills: 'Other' } })).status).toBe(200);
    expect((await page(0))[0]).toMatchObject({ skills: { value: 'Other' } });
    expect(sorts()).toBe(1);
    sorting.mockRestore();
  });
});
