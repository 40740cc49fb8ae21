import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { testDemo } from './ask.ts';

type Fields = Record<string, unknown>;

/** The calls of `servicenow-rest` that are used here; it brings no types. */
interface Records {
  get: (sysId: string) => Promise<Fields>;
  query: () => Promise<Fields[]>;
  insert: (values: object) => Promise<Fields>;
  update: (sysId: string, values: object) => Promise<Fields>;
  delete: (sysId: string) => Promise<string>;
  setEncodedQuery: (query: string) => void;
  setLimit: (limit: number) => void;
}
interface Attachments {
  attachFile: (table: string, sysId: string, fileName: string, folder: string) => Promise<unknown>;
  getAttachmentRecords: (table: string, sysId: string) => Promise<Fields[]>;
  getAttachment: (sysId: string, folder: string) => Promise<string>;
  get: (sysId: string) => Promise<Fields>;
}
interface Aggregate {
  addEncodedQuery: (query: string) => void;
  addCount: (counted: boolean) => void;
  groupBy: (field: string) => void;
  query: () => Promise<Fields[]>;
}
interface ImportSet {
  insert: (values: object) => Promise<Fields[]>;
  get: (sysId: string) => Promise<Fields[]>;
}
interface Client {
  glideaggregate: new (instance: string, table: string, user: string, password: string) => Aggregate;
  importset: new (instance: string, table: string, user: string, password: string) => ImportSet;
  gliderecord: new (instance: string, table: string, user: string, password: string) => Records;
  attachment: new (instance: string, user: string, password: string, version: string) => Attachments;
}

const require = createRequire(import.meta.url);

/** Another client nobody here wrote, unmodified; this one attaches files. It knows no addresses but `*.service-now.com`. */
describe('The public client servicenow-rest', () => {
  let demo: Demo;
  let client: Client;
  let folder: string;
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const usual = https.globalAgent;

  beforeAll(async () => {
    demo = await testDemo({ https: true });
    folder = `${mkdtempSync(join(tmpdir(), 'third-party-'))}/`;
    const { port } = new URL(demo.url);
    const agent = new https.Agent();
    // As a name server and a certificate for that name would do it.
    agent.createConnection = (options: ConnectionOptions) =>
      connect({
        ...options,
        host: '127.0.0.1',
        port: Number(port),
        servername: 'localhost',
        ca: demo.certificate ?? '',
      });
    https.globalAgent = agent;
    client = require('servicenow-rest') as Client;
  });
  afterAll(async () => {
    said.mockRestore();
    https.globalAgent.destroy();
    https.globalAgent = usual;
    rmSync(folder, { recursive: true });
    await demo.close();
  });

  const records = (table: string, password = 'dispatcher'): Records =>
    new client.gliderecord('demo', table, 'dispatcher', password);

  test('signs in, or is told that it may not', async () => {
    await expect(records('wm_task', 'wrong').query()).rejects.toMatchObject({
      error: { message: 'User Not Authenticated' },
    });
    const mine = records('wm_task');
    mine.setLimit(3);
    expect(await mine.query()).toHaveLength(3);
  });

  test('creates, reads, queries, updates and deletes', async () => {
    const orders = records('wm_order');
    const made = await orders.insert({ short_description: 'From elsewhere', priority: '2' });
    expect(made).toMatchObject({
      short_description: 'From elsewhere',
      state: '1',
      sys_created_by: 'dispatcher',
    });
    const sysId = String(made['sys_id']);
    expect(await orders.get(sysId)).toMatchObject({ number: made['number'], priority: '2' });
    expect(await orders.update(sysId, { priority: '1' })).toMatchObject({
      priority: '1',
      sys_mod_count: '1',
    });
    orders.setEncodedQuery(`number=${String(made['number'])}^priority=1`);
    expect(await orders.query()).toMatchObject([{ sys_id: sysId }]);
    expect(await orders.delete(sysId)).toBe('Delete success');
    await expect(orders.get(sysId)).rejects.toMatchObject({ error: { message: 'No Record found' } });
    expect(demo.ledger().map((effect) => effect.op)).toEqual(['insert', 'update', 'delete']);
  });

  test('counts in groups, and imports', async () => {
    const tasks = new client.glideaggregate('demo', 'wm_task', 'dispatcher', 'dispatcher');
    tasks.addEncodedQuery('numberINWOT0010001,WOT0010003,WOT0010004');
    tasks.addCount(true);
    tasks.groupBy('state');
    expect(await tasks.query()).toEqual([
      { stats: { count: '2' }, groupby_fields: [{ field: 'state', value: '16' }] },
      { stats: { count: '1' }, groupby_fields: [{ field: 'state', value: '17' }] },
    ]);
    const staging = new client.importset('demo', 'x_outpost_imp_company', 'admin', 'admin');
    const [company] = await staging.insert({ u_name: 'From elsewhere' });
    expect(company).toMatchObject({
      status: 'inserted',
      table: 'core_company',
      display_value: 'From elsewhere',
    });
    const [staged] = demo.store.table('x_outpost_imp_company').where('u_name', 'From elsewhere');
    const again = new client.importset('demo', 'x_outpost_imp_company', 'admin', 'admin');
    expect(await again.get(String(staged?.['sys_id']))).toEqual([company]);
  });

  test('attaches a file, finds it and gets it back', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 1, 2, 3]);
    writeFileSync(join(folder, 'photo.jpg'), bytes);
    const task = idOf('wm_task 0');
    const attachments = new client.attachment('demo', 'dispatcher', 'dispatcher', 'v1');
    await attachments.attachFile('wm_task', task, 'photo.jpg', folder);
    const [found] = await attachments.getAttachmentRecords('wm_task', task);
    expect(found).toMatchObject({ file_name: 'photo.jpg', content_type: 'image/jpeg', size_bytes: '7' });
    const sysId = String(found?.['sys_id']);
    expect(await attachments.get(sysId)).toMatchObject({ table_sys_id: task });
    rmSync(join(folder, 'photo.jpg'));
    const path = await attachments.getAttachment(sysId, folder);
    expect(readFileSync(path)).toEqual(bytes);
  });
});
