import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, testDemo, type Reply } from './ask.ts';

const TASK = idOf('wm_task 0');

describe('The page', () => {
  let demo: Demo;
  beforeEach(async () => {
    demo = await testDemo({ tasks: 60 });
  });
  afterEach(() => demo.close());

  const open = (path: string, query?: Record<string, string>): Promise<Reply> =>
    ask(demo, { path, as: '', ...(query && { query }) });
  const submit = (form: string, fields: Record<string, string>): Promise<Reply> =>
    ask(demo, {
      method: 'POST',
      path: `/demo/page/${form}`,
      as: '',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });

  test('shows ledger and faults, and escapes what people wrote', async () => {
    await ask(demo, {
      method: 'PATCH',
      path: `/api/now/table/wm_task/${TASK}`,
      body: { skills: '<script>alert("x")</script>' },
    });
    const { text, headers } = await open('/');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toContain('&#60;script&#62;alert(&#34;x&#34;)');
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('aria-labelledby="label-lose-replies"');
  });

  test('lists and filters tables', async () => {
    const { text } = await open('/demo/tables/wm_task', { query: 'number=WOT0010003' });
    expect(text).toContain('WOT0010003');
    expect(text).not.toContain('WOT0010004');
    expect((await open('/demo/tables/nothing')).status).toBe(404);
  });

  test('switches faults on and off', async () => {
    expect((await submit('fault', { name: 'latency', times: '', ms: '5' })).status).toBe(303);
    expect(demo.faults()).toMatchObject([{ name: 'latency', times: null, ms: 5 }]);
    await submit('fault', { name: 'latency', times: '0' });
    expect(demo.faults()).toEqual([]);
  });

  test('switches faults on in ways of their own', async () => {
    await submit('fault', {
      name: 'error-504',
      done: 'true',
      lasting: '60000',
      match: 'POST /api/now/batch',
    });
    const record = `wm_task/${TASK}`;
    await submit('fault', {
      name: 'edit-elsewhere',
      record,
      as: 'admin',
      fields: 'skills=A=B\r\nnothing\r\n',
    });
    await submit('fault', { name: 'rate-limit', seconds: '9' });
    expect(demo.faults()).toMatchObject([
      { name: 'error-504', done: true, until: expect.any(Number) as number },
      { name: 'edit-elsewhere', record, as: 'admin', fields: { skills: 'A=B' } },
      { name: 'rate-limit', seconds: 9 },
    ]);
    expect((await open('/')).text).toContain('the work is done');
  });

  test('changes a record as somebody else, with that rights and rules', async () => {
    const form = { table: 'wm_task', sys_id: TASK, as: 'supervisor', 'field.skills': 'Pumps' };
    await submit('edit', form);
    expect(demo.ledger()).toMatchObject([{ user: 'supervisor', op: 'update', fields: { skills: 'Pumps' } }]);
    const refused = await submit('edit', { ...form, 'field.state': '17' });
    expect(decodeURIComponent(refused.headers.get('location') ?? '')).toContain(
      'Accept+only+within+an+open+shift',
    );
    expect((await open(`/demo/records/wm_task/${TASK}`)).text).toContain('Pumps');
  });

  test('is told when something changes', async () => {
    const response = await fetch(`${demo.url}/demo/events`);
    const reader = response.body?.getReader();
    await reader?.read();
    await ask(demo, { method: 'PATCH', path: `/api/now/table/wm_task/${TASK}`, body: { skills: 'x' } });
    const chunk = await reader?.read();
    expect(new TextDecoder().decode(chunk?.value as Uint8Array)).toBe('data: changed\n\n');
    await reader?.cancel();
  });
});
