import https from 'node:https';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, testDemo } from './ask.ts';

type Told = (answer: never) => void;

/** The calls of `servicenow-rest-api` that are used here; it brings no types. */
interface Client {
  Authenticate: () => void;
  getSampleData: (table: string, told: Told) => void;
  getTableData: (fields: string[], filters: string[], table: string, told: Told) => void;
  createNewTask: (data: object, table: string, told: Told) => void;
  UpdateTask: (table: string, number: string, data: object, told: Told) => void;
  DeleteTask: (table: string, number: string, told: Told) => void;
  getAttachmentMetaData: (sysId: string, told: Told) => void;
  getAllAttachmentsMetaData: (recordId: string, told: Told) => void;
  getAttachment: (sysId: string, told: Told) => void;
}

const require = createRequire(import.meta.url);

/** A client nobody here wrote, unmodified: it signs in, creates, reads, queries, updates, deletes and gets attachments. */
describe('The public client servicenow-rest-api', () => {
  let demo: Demo;
  let client: Client;
  // It tells what it does on the console, and there alone that it signed in.
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const trusted = https.globalAgent.options.ca;
  beforeAll(async () => {
    demo = await testDemo({ https: true });
    https.globalAgent.options.ca = demo.certificate ?? '';
    const ServiceNow = require('servicenow-rest-api') as new (
      instance: string,
      user: string,
      password: string,
    ) => Client;
    client = new ServiceNow(new URL(demo.url).host, 'dispatcher', 'dispatcher');
  });
  afterAll(async () => {
    said.mockRestore();
    https.globalAgent.options.ca = trusted;
    https.globalAgent.destroy();
    await demo.close();
  });

  const answer = <T>(call: (told: Told) => void): Promise<T> =>
    new Promise((resolve, reject) => {
      call((value) => {
        const told: unknown = value;
        if (told instanceof Error) reject(told);
        else resolve(value);
      });
    });

  test('signs in', async () => {
    client.Authenticate();
    await expect.poll(() => said.mock.calls).toContainEqual(['Authenticated']);
  });

  test('works against the demo as against an instance', async () => {
    const sample = await answer<object[]>((told) => {
      client.getSampleData('wm_task', told);
    });
    expect(sample).toHaveLength(1);

    const data = { short_description: 'From elsewhere', assigned_to: 'Tess Okonjo', priority: '2 - High' };
    const created = await answer<Record<string, string>>((told) => {
      client.createNewTask(data, 'wm_task', told);
    });
    expect(created).toMatchObject({ number: 'WOT0010061', state: 'Assigned', priority: '2 - High' });
    const number = created['number'] ?? '';

    const found = await answer<object[]>((told) => {
      client.getTableData(['number', 'assigned_to'], [`number=${number}`, 'active=true'], 'wm_task', told);
    });
    expect(found).toMatchObject([{ number, assigned_to: { display_value: 'Tess Okonjo' } }]);

    const updated = await answer<object>((told) => {
      client.UpdateTask('wm_task', number, { state: 'Cancelled' }, told);
    });
    expect(updated).toMatchObject({ state: 'Cancelled', active: 'false' });

    const order = await answer<Record<string, string>>((told) => {
      client.createNewTask({ short_description: 'Draft' }, 'wm_order', told);
    });
    const gone = await answer<{ status: number }>((told) => {
      client.DeleteTask('wm_order', order['number'] ?? '', told);
    });
    expect(gone.status).toBe(204);
  });

  test('gets attachments', async () => {
    const record = idOf('wm_task 0');
    const made = await new Promise<string>((resolve, reject) => {
      const path = `/api/now/attachment/file?table_name=wm_task&table_sys_id=${record}&file_name=a.txt`;
      const headers = {
        Authorization: `Basic ${btoa('dispatcher:dispatcher')}`,
        'Content-Type': 'text/plain',
        Accept: 'application/json',
      };
      const request = https.request(`${demo.url}${path}`, { method: 'POST', headers }, (response) => {
        response.setEncoding('utf8').on('data', (text: string) => {
          resolve((JSON.parse(text) as { result: { sys_id: string } }).result.sys_id);
        });
      });
      request.on('error', reject).end('hello');
    });
    const one = await answer<object>((told) => {
      client.getAttachmentMetaData(made, told);
    });
    expect(one).toMatchObject({ file_name: 'a.txt', size_bytes: '5' });
    const all = await answer<object[]>((told) => {
      client.getAllAttachmentsMetaData(record, told);
    });
    expect(all).toMatchObject([{ sys_id: made }]);
    const file = await answer<{ data: string }>((told) => {
      client.getAttachment(made, told);
    });
    expect(file.data).toBe('hello');
  });
});

test('https needs no more than trust in its certificate', async () => {
  const demo = await testDemo({ https: true, tasks: 1 });
  await expect(ask(demo, { path: '/demo/ledger', as: '' })).rejects.toThrow();
  expect(demo.certificate).toMatch(/^-----BEGIN CERTIFICATE-----/);
  await demo.close();
});
