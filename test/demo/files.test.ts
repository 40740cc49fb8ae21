import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFlags } from '../../demo/flags.ts';
import { usualLimits } from '../../demo/limits.ts';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, testDemo, type Reply } from './ask.ts';

const MEGABYTE = 1024 * 1024;
const TASK = idOf('wm_task 0');
const FILE = '/api/now/attachment/file';
const FORM = '/api/now/attachment/upload';
const where = { table_name: 'wm_task', table_sys_id: TASK, file_name: 'photo.png' };

const attach = (demo: Demo, body: Uint8Array, name = 'photo.png', as = 'dispatcher'): Promise<Reply> =>
  ask(demo, {
    method: 'POST',
    path: FILE,
    as,
    query: { ...where, file_name: name },
    headers: { 'Content-Type': 'image/png' },
    body,
  });

describe('The bytes of attachments', () => {
  let folder: string;
  let demo: Demo;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'files-'));
    demo = await testDemo({ tasks: 5, data: folder });
  });
  afterEach(async () => {
    await demo.close();
    rmSync(folder, { recursive: true });
  });

  const files = (): string[] => {
    const kept = join(folder, 'demo-1-5-files');
    return existsSync(kept) ? readdirSync(kept).map((name) => join(kept, name)) : [];
  };

  /** An upload of so many bytes, of which none is sent yet. */
  function begin(
    length: number,
    path = `${FILE}?${new URLSearchParams(where).toString()}`,
    type = 'image/png',
  ): { sending: ClientRequest; answered: Promise<IncomingMessage> } {
    const sending = request(`${demo.url}${path}`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${btoa('dispatcher:dispatcher')}`,
        Accept: 'application/json',
        'Content-Type': type,
        'Content-Length': length,
      },
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sending.once('response', resolve).once('error', reject);
    });
    return { sending, answered };
  }

  test('go to the disk as they come, and nobody waits for them', async () => {
    const { sending, answered } = begin(24 * MEGABYTE);
    sending.write(Buffer.alloc(20 * MEGABYTE, 7));
    await expect.poll(() => files().map((path) => statSync(path).size)).toEqual([20 * MEGABYTE]);
    expect((await ask(demo, { path: `/api/now/table/wm_task/${TASK}` })).status).toBe(200);
    expect(demo.ledger()).toEqual([]);
    sending.end(Buffer.alloc(4 * MEGABYTE, 7));
    const response = await answered;
    expect(response.resume().statusCode).toBe(201);
    expect(demo.ledger()).toMatchObject([{ op: 'file', fields: { size_bytes: String(24 * MEGABYTE) } }]);
  });

  test('come from the disk as they are taken', async () => {
    const made = resultOf(await attach(demo, new Uint8Array(24 * MEGABYTE).fill(7)));
    const path = `/api/now/attachment/${String(made['sys_id'])}/file`;
    const taking = await fetch(`${demo.url}${path}`, {
      headers: { Authorization: `Basic ${btoa('dispatcher:dispatcher')}` },
    });
    const reader = taking.body?.getReader();
    let size = (await reader?.read())?.value?.length ?? 0;
    // Deleted while it is taken: who has begun gets all of it.
    expect((await ask(demo, { method: 'DELETE', path: path.replace('/file', '') })).status).toBe(204);
    expect(files()).toEqual([]);
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read())
      size += piece.value.length;
    expect(size).toBe(24 * MEGABYTE);
  });

  test('of an upload that breaks off nothing stays', async () => {
    const { sending, answered } = begin(2 * MEGABYTE);
    sending.write(Buffer.alloc(MEGABYTE));
    await expect.poll(() => files().map((path) => statSync(path).size)).toEqual([MEGABYTE]);
    sending.destroy();
    await expect(answered).rejects.toThrow();
    await expect.poll(files).toEqual([]);
    expect(demo.ledger()).toEqual([]);
  });

  test('of a form that breaks off neither, though its file was on the disk already', async () => {
    const { sending, answered } = begin(2 * MEGABYTE, FORM, 'multipart/form-data; boundary=xyz');
    sending.write('--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n');
    sending.write(Buffer.alloc(MEGABYTE));
    // Its last bytes may be the beginning of what stands between parts.
    const isThere = (path: string): boolean => statSync(path).size > MEGABYTE - 100;
    await expect.poll(() => files().map(isThere)).toEqual([true]);
    sending.destroy();
    await expect(answered).rejects.toThrow();
    await expect.poll(files).toEqual([]);
    expect(demo.ledger()).toEqual([]);
  });

  test('of one that is refused neither', async () => {
    expect((await attach(demo, new Uint8Array(10), 'a.png', 'technician')).status).toBe(404);
    expect((await attach(demo, new Uint8Array(10), '')).status).toBe(400);
    demo.fault({ name: 'error-500', times: 1 });
    expect((await attach(demo, new Uint8Array(10))).status).toBe(500);
    expect(files()).toEqual([]);
  });

  test('go with the record they belong to, and with them attributes and what is noted of it', async () => {
    const made = resultOf(await attach(demo, new Uint8Array(10)));
    const attributes = `/api/now/attachment/${String(made['sys_id'])}/attributes`;
    await ask(demo, { method: 'POST', path: attributes, body: { key: 'alt_text', value: 'A pump' } });
    expect(files()).toHaveLength(1);
    const path = `/api/now/table/wm_task/${TASK}`;
    expect((await ask(demo, { method: 'DELETE', path, as: 'supervisor' })).status).toBe(204);
    expect(files()).toEqual([]);
    for (const table of ['sys_attachment', 'sys_attachment_attribute'])
      expect(demo.store.table(table).size, table).toBe(0);
  });

  test('are kept across restarts, but for those that belong to nobody', async () => {
    const made = resultOf(await attach(demo, new Uint8Array([1, 2, 3])));
    const stray = join(dirname(files()[0] ?? ''), 'stray.incoming');
    writeFileSync(stray, 'x');
    await demo.close();
    demo = await testDemo({ tasks: 5, data: folder });
    expect(existsSync(stray)).toBe(false);
    const reply = await ask(demo, { path: `/api/now/attachment/${String(made['sys_id'])}/file` });
    expect(reply.text).toBe('\x01\x02\x03');
  });

  test('travel in a batch both ways, and are undone with it', async () => {
    const send = async (...rest_requests: object[]): Promise<Reply> =>
      ask(demo, {
        method: 'POST',
        path: '/api/now/v1/batch',
        body: { batch_request_id: '1', rest_requests },
      });
    const headers = [{ name: 'Content-Type', value: 'text/plain' }];
    const body = Buffer.from('hello').toString('base64');
    const url = `${FILE}?${new URLSearchParams(where).toString()}`;
    expect((await send({ id: '1', method: 'POST', url, headers, body })).json).toMatchObject({
      serviced_requests: [{ status_code: 201 }],
    });
    const sysId = demo.ledger()[0]?.fields['sys_id'] ?? '';
    const read = await send({ id: '1', method: 'GET', url: `/api/now/attachment/${sysId}/file` });
    expect(read.json).toMatchObject({ serviced_requests: [{ status_code: 200, body }] });
    const cancelled = await ask(demo, {
      method: 'POST',
      path: '/api/now/v1/batch',
      headers: { 'X-BATCHREQUEST-MAX-OUTPUT-SIZE': '4' },
      body: { rest_requests: [{ id: '1', method: 'POST', url, headers, body }] },
    });
    expect(cancelled.json).toMatchObject({ unserviced_requests: ['1'] });
    expect(files()).toHaveLength(1);
  });
});

describe('Limits of attachments', () => {
  test('a file that is too large is refused, raw or in a form', async () => {
    const demo = await testDemo({ tasks: 5, limits: { attachmentBytes: 7 } });
    expect((await attach(demo, new Uint8Array(7))).status).toBe(201);
    expect((await attach(demo, new Uint8Array(8))).status).toBe(413);
    expect((await attach(demo, new Uint8Array(100_000))).status).toBe(413);
    const form = new FormData();
    form.set('table_name', 'wm_task');
    form.set('table_sys_id', TASK);
    form.set('file', new Blob(['12345678']), 'a.txt');
    const headers = { Authorization: `Basic ${btoa('dispatcher:dispatcher')}` };
    const path = demo.url + FORM;
    expect((await fetch(path, { method: 'POST', headers, body: form })).status).toBe(413);
    form.set('file', new Blob(['1234567']), 'a.txt');
    expect((await fetch(path, { method: 'POST', headers, body: form })).status).toBe(201);
    await demo.close();
  });

  // com.glide.attachment.max_size is 1024 (MB) on an instance: ServiceNowDocs, attachment properties.
  test('1024 MB unless told, and a flag for less', () => {
    expect(usualLimits.attachmentBytes).toBe(1024 * MEGABYTE);
    expect(readFlags(['--attachment-limit', '150']).limits).toEqual({ attachmentBytes: 150 * MEGABYTE });
  });

  // glide.attachment.extensions: ServiceNowDocs api-reference/rest-apis/c_AttachmentAPI.md.
  test('any extension unless told, and a flag for some', async () => {
    const { limits } = readFlags(['--attachment-extensions', 'PNG, .jpg']);
    expect(limits).toEqual({ attachmentExtensions: ['png', 'jpg'] });
    const demo = await testDemo({ tasks: 5, limits: { attachmentExtensions: ['png'] } });
    expect((await attach(demo, new Uint8Array(1), 'a.PNG')).status).toBe(201);
    expect((await attach(demo, new Uint8Array(1), 'a.exe')).status).toBe(400);
    expect((await attach(demo, new Uint8Array(1), 'png')).status).toBe(400);
    await demo.close();
  });
});
