import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFlags } from '../../demo/flags.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, testDemo } from './ask.ts';

const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;

describe('Rules that somebody adds', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('a folder of files adds business rules, data policies, flows and access controls', async () => {
    writeFileSync(
      join(folder, 'weekend.ts'),
      `export const noPumps = { name: 'No pumps any more', table: 'wm_task', when: 'before', on: ['update'],
         run: (change: { now(field: string): string; abort(): void }) => {
           if (change.now('skills') === 'Pumps') change.abort();
         } };
       export default [
         { table: 'wm_task', when: (change) => change.now('needs_attention') === 'true', mandatory: ['description'] },
         { name: 'Follow up', table: 'wm_task', when: (change) => change.moves('skills'),
           run: (records, change) => records.note(records.system, 'wm_task', change.sysId, 'work_notes', 'Followed up') },
       ];`,
    );
    writeFileSync(
      join(folder, 'rights.mjs'),
      "export const right = { table: 'sys_user_group', operations: ['read', 'update'], roles: ['wm_dispatcher'] };",
    );
    const { rules } = readFlags(['--rules', folder]);
    const demo = await testDemo({ ...(rules !== undefined && { rules }) });
    const change = (body: object, path = TASK) => ask(demo, { method: 'PATCH', path, body });

    expect((await change({ skills: 'Pumps' })).text).toContain(
      "aborted by Business Rule 'No pumps any more^",
    );
    const policy = await change({ needs_attention: 'true', description: '' });
    expect(policy.text).toContain('Data Policy Exception: The following fields are mandatory: Description');
    expect((await change({ skills: 'Valves' })).status).toBe(200);
    const task = await ask(demo, { path: TASK, query: { sysparm_display_value: 'true' } });
    expect(resultOf(task)['work_notes']).toContain('Followed up');
    const group = `/api/now/table/sys_user_group/${idOf('sys_user_group Refrigeration')}`;
    expect((await change({ description: 'Cold' }, group)).status).toBe(200);
    expect((await ask(demo, { path: group, as: 'technician' })).status).toBe(404);
    await demo.close();
  });

  test('the example of the manual works as it stands there', async () => {
    const [, example = ''] =
      /```ts\n(\/\/ folder\/parts\.ts.*?)```/s.exec(readFileSync('demo/README.md', 'utf8')) ?? [];
    writeFileSync(join(folder, 'parts.ts'), example);
    const demo = await testDemo({ rules: folder });
    const change = (body: object) => ask(demo, { method: 'PATCH', path: TASK, body });
    expect((await change({ state: '7' })).text).toContain('mandatory: Close notes');
    expect((await change({ state: '7', close_notes: 'Twice' })).status).toBe(200);
    const order = await ask(demo, {
      path: `/api/now/table/wm_order/${idOf('wm_order 0')}`,
      query: { sysparm_display_value: 'true' },
    });
    expect(resultOf(order)['work_notes']).toContain('WOT0010001 was cancelled: Twice');
    const work = { short_description: 'x', assigned_to: idOf('sys_user technician'), state: '18' };
    const refused = await ask(demo, { method: 'POST', path: '/api/now/table/wm_task', body: work });
    expect(refused.text).toContain('Work starts once the parts are there');
    const path = `/api/now/table/sys_user_group/${idOf('sys_user_group Refrigeration')}`;
    expect((await ask(demo, { method: 'PATCH', path, body: { name: 'Cold' } })).status).toBe(200);
    await demo.close();
  });

  test.each([
    ['export const nothing = 5;', 'mine.js, nothing: This is no rule, data policy, flow or access control'],
    [
      "export default { name: 'x', table: 'u_none', when: 'before', on: [], run: () => {} };",
      'mine.js, default: table: is no table of the demo',
    ],
    [
      "export default { name: 'x', table: 'wm_task', when: 'later', on: ['update'], run: () => {} };",
      'mine.js, default: when: Invalid option: expected one of "before"|"after"',
    ],
  ])('what is none is told, with its file: %s', async (file, words) => {
    writeFileSync(join(folder, 'mine.js'), file);
    await expect(testDemo({ rules: folder })).rejects.toThrow(words);
  });
});
