import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, refusal, resultOf } from './ask.ts';
import { CODES, conform } from './conformance.ts';

const ATTACHMENTS = 'ServiceNowDocs api-reference/rest-apis/c_AttachmentAPI.md';
const TASK = idOf('wm_task 0');
const FILE = '/api/now/attachment/file';
const where = { table_name: 'wm_task', table_sys_id: TASK, file_name: 'photo äß.png' };
const type = { 'Content-Type': 'image/png' };
const bytes = new Uint8Array([0, 255, 13, 10, 45, 45, 1, 2]);
const made = { sys_id: '' };

conform('Attachments', [
  {
    fact: 'the raw body becomes a file of the record',
    source: ATTACHMENTS,
    ask: {
      method: 'POST',
      path: FILE,
      query: { ...where, creation_time: '2026-06-16 08:00:00', encryption_context: 'e'.repeat(32) },
      headers: type,
      body: bytes,
    },
    status: 201,
    headers: { Location: /\/api\/now\/attachment\/[0-9a-f]{32}$/ },
    body: {
      result: {
        file_name: 'photo äß.png',
        size_bytes: '8',
        content_type: 'image/png',
        table_sys_id: TASK,
        creation_time: '2026-06-16 08:00:00',
        encryption_context: 'e'.repeat(32),
        hash: createHash('sha256').update(bytes).digest('hex'),
        compressed: 'false',
        size_compressed: '',
        created_by_name: 'Dana Whitlock',
        updated_by_name: 'Dana Whitlock',
        image_width: '',
        average_image_color: '',
      },
    },
    also: (reply) => {
      made.sys_id = String(resultOf(reply)['sys_id']);
    },
  },
  {
    fact: 'the bytes come back with their metadata in a header',
    source: ATTACHMENTS,
    ask: () => Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/file` }),
    status: 200,
    headers: {
      'Content-Type': /^image\/png$/,
      'X-Attachment-Metadata': /"size_bytes":"8"/,
      'Content-Length': /^8$/,
    },
  },
  {
    fact: 'a range of them can be asked for',
    source: 'RFC 9110, range requests',
    ask: () =>
      Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/file`, headers: { Range: 'bytes=6-' } }),
    status: 206,
    headers: { 'Content-Range': /^bytes 6-7\/8$/ },
    also: (reply) => {
      expect([...Buffer.from(reply.text)]).toEqual([1, 2]);
    },
  },
  {
    fact: 'or its last bytes',
    source: 'RFC 9110, range requests',
    ask: () =>
      Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/file`, headers: { Range: 'bytes=-1' } }),
    status: 206,
    headers: { 'Content-Range': /^bytes 7-7\/8$/, 'Content-Length': /^1$/ },
  },
  {
    fact: 'a range that is none is not looked at',
    source: 'RFC 9110, 14.1.1: a last position before the first is invalid',
    ask: () =>
      Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/file`, headers: { Range: 'bytes=5-2' } }),
    status: 200,
    headers: { 'Content-Length': /^8$/ },
  },
  {
    fact: 'HEAD tells how long the file is',
    source: 'RFC 9110, 9.3.2',
    ask: () => Promise.resolve({ method: 'HEAD', path: `/api/now/attachment/${made.sys_id}/file` }),
    status: 200,
    headers: { 'Content-Length': /^8$/ },
  },
  {
    fact: 'a range beyond the end is not satisfiable',
    source: 'RFC 9110, range requests',
    ask: () =>
      Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/file`, headers: { Range: 'bytes=8-9' } }),
    status: 416,
    headers: { 'Content-Range': /^bytes \*\/8$/ },
  },
  {
    fact: 'metadata of one and of all of a record',
    source: ATTACHMENTS,
    ask: { path: '/api/now/attachment', query: { sysparm_query: `table_name=wm_task^table_sys_id=${TASK}` } },
    status: 200,
    also: async (reply, demo) => {
      expect((reply.json as { result: unknown[] }).result).toHaveLength(1);
      const one = await ask(demo, { path: `/api/now/attachment/${made.sys_id}` });
      expect(resultOf(one)['download_link']).toBe(`${demo.url}/api/now/attachment/${made.sys_id}/file`);
    },
  },
  {
    fact: 'a form with the file as its last part does the same',
    source: ATTACHMENTS,
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
      body: [
        '--xyz\r\nContent-Disposition: form-data; name="table_name"\r\n\r\nwm_task\r\n',
        `--xyz\r\nContent-Disposition: form-data; name="table_sys_id"\r\n\r\n${TASK}\r\n`,
        '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--xyz--\r\n',
      ].join(''),
    },
    status: 201,
    body: {
      result: {
        file_name: 'a.txt',
        content_type: 'text/plain',
        size_bytes: '5',
        // Unless told, when it comes: it is files captured offline that say when.
        creation_time: '2026-06-17 12:00:00',
      },
    },
  },
  {
    fact: 'a file that is no picture has no measures',
    source: ATTACHMENTS,
    ask: { path: '/api/now/attachment', query: { sysparm_query: 'file_name=a.txt' } },
    status: 200,
    body: { result: [{ image_width: '', image_height: '' }] },
  },
  {
    fact: 'what comes after the file in a form is too late',
    source: `${ATTACHMENTS}: the file is contained in the final part only`,
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
      body: [
        '--xyz\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n',
        '--xyz\r\nContent-Disposition: form-data; name="table_name"\r\n\r\nwm_task\r\n',
        `--xyz\r\nContent-Disposition: form-data; name="table_sys_id"\r\n\r\n${TASK}\r\n--xyz--\r\n`,
      ].join(''),
    },
    status: 400,
    body: refusal('Missing or invalid parameter', 'table_name is missing'),
  },
  {
    fact: 'a form without an end is none',
    source: 'RFC 2046, 5.1.1',
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
      body: '--xyz\r\nContent-Disposition: form-data; name="table_name"\r\n\r\nwm_task',
    },
    status: 400,
    body: refusal('Exception while reading request', 'The form has no end'),
  },
  {
    fact: 'what does not say what stands between its parts is no form',
    source: 'RFC 7578, 4.1',
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data' },
      body: '--xyz--',
    },
    status: 415,
  },
  {
    fact: 'a part of a form has a name',
    source: 'RFC 7578, 4.2',
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
      body: '--xyz\r\nContent-Disposition: form-data\r\n\r\nwm_task\r\n--xyz--',
    },
    status: 400,
    body: refusal('Exception while reading request', 'A part has no name'),
  },
  {
    fact: 'a form has no more than 50 parts',
    source: 'chosen',
    ask: {
      method: 'POST',
      path: '/api/now/attachment/upload',
      headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
      body: `${'--xyz\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'.repeat(51)}--xyz--`,
    },
    status: 400,
    body: refusal('Exception while reading request', 'The form has too many parts'),
  },
  {
    fact: 'renaming takes a name',
    source: ATTACHMENTS,
    ask: () => Promise.resolve({ method: 'PATCH', path: `/api/now/attachment/${made.sys_id}`, body: {} }),
    status: 400,
  },
  {
    fact: 'an attribute is added',
    source: `${ATTACHMENTS}, attributes`,
    ask: () =>
      Promise.resolve({
        method: 'POST',
        path: `/api/now/attachment/${made.sys_id}/attributes`,
        body: { key: 'alt_text', value: 'A pump' },
      }),
    status: 201,
    body: { result: { key: 'alt_text', value: 'A pump' } },
  },
  {
    fact: 'once for each key',
    source: 'chosen',
    ask: () =>
      Promise.resolve({
        method: 'POST',
        path: `/api/now/attachment/${made.sys_id}/attributes`,
        body: { key: 'alt_text', value: 'Again' },
      }),
    status: 400,
  },
  {
    fact: 'changed',
    source: `${ATTACHMENTS}, attributes`,
    ask: () =>
      Promise.resolve({
        method: 'PUT',
        path: `/api/now/attachment/${made.sys_id}/attributes/alt_text`,
        body: { value: 'A red pump' },
      }),
    status: 200,
    body: { result: { key: 'alt_text', value: 'A red pump' } },
  },
  {
    fact: 'not without a value',
    source: `${ATTACHMENTS}, attributes`,
    ask: () =>
      Promise.resolve({
        method: 'PUT',
        path: `/api/now/attachment/${made.sys_id}/attributes/alt_text`,
        body: {},
      }),
    status: 400,
  },
  {
    fact: 'read, one or all',
    source: `${ATTACHMENTS}, attributes`,
    ask: () => Promise.resolve({ path: `/api/now/attachment/${made.sys_id}/attributes/alt_text` }),
    status: 200,
    body: { result: { key: 'alt_text', value: 'A red pump' } },
    also: async (_reply, demo) => {
      const all = await ask(demo, { path: `/api/now/attachment/${made.sys_id}/attributes` });
      expect(all.json).toEqual({ result: [{ key: 'alt_text', value: 'A red pump' }] });
    },
  },
  {
    fact: 'and deleted, by its key',
    source: `${ATTACHMENTS}, attributes`,
    ask: () =>
      Promise.resolve({ method: 'DELETE', path: `/api/now/attachment/${made.sys_id}/attributes/alt_text` }),
    status: 204,
    also: async (_reply, demo) => {
      const path = `/api/now/attachment/${made.sys_id}/attributes`;
      expect((await ask(demo, { path: `${path}/alt_text` })).status).toBe(404);
      await ask(demo, { method: 'POST', path, body: { key: 'a', value: 'b' } });
      expect((await ask(demo, { method: 'DELETE', path })).status).toBe(204);
      expect((await ask(demo, { path })).json).toEqual({ result: [] });
    },
  },
  {
    fact: 'a missing parameter',
    source: ATTACHMENTS,
    ask: {
      method: 'POST',
      path: FILE,
      query: { table_name: 'wm_task', file_name: 'x' },
      headers: type,
      body: bytes,
    },
    status: 400,
    body: { status: 'failure' },
  },
  {
    fact: 'a record that is not there',
    source: ATTACHMENTS,
    ask: {
      method: 'POST',
      path: FILE,
      query: { ...where, table_sys_id: '0'.repeat(32) },
      headers: type,
      body: bytes,
    },
    status: 404,
    body: { error: { message: 'No Record found' } },
  },
  {
    fact: 'nothing is attached to a record that may not be changed',
    source: CODES,
    ask: {
      method: 'POST',
      path: FILE,
      as: 'technician',
      query: { ...where, table_name: 'wm_order', table_sys_id: idOf('wm_order 0') },
      headers: type,
      body: bytes,
    },
    status: 403,
    body: refusal('Operation Failed', 'ACL Exception Update Failed due to security constraints'),
  },
  {
    fact: 'and one that may not be seen is not there',
    source: `${ATTACHMENTS}: 404 when there is no access`,
    ask: { method: 'POST', path: FILE, as: 'technician', query: where, headers: type, body: bytes },
    status: 404,
  },
  {
    fact: 'a raw file says what it is',
    source: `${ATTACHMENTS}, headers: Content-Type is mandatory`,
    ask: { path: `/api/now/table/wm_task/${TASK}` },
    status: 200,
    also: async (_reply, demo) => {
      const path = `${FILE}?${new URLSearchParams(where).toString()}`;
      const Authorization = `Basic ${btoa('dispatcher:dispatcher')}`;
      // A body of bytes is the one that fetch gives no type of its own.
      const reply = await fetch(demo.url + path, { method: 'POST', headers: { Authorization }, body: bytes });
      expect(reply.status).toBe(400);
    },
  },
  {
    fact: 'a list of metadata has 1000 unless told otherwise',
    source: ATTACHMENTS,
    ask: (demo) => {
      const { records } = demo.instance;
      const task = idOf('wm_task 1');
      const values = { table_name: 'wm_task', table_sys_id: task, file_name: 'one of many' };
      for (let count = 0; count < 1001; count += 1)
        records.insert(records.system, 'sys_attachment', { values, notes: new Map() });
      return Promise.resolve({
        path: '/api/now/attachment',
        query: { sysparm_query: `table_sys_id=${task}` },
      });
    },
    status: 200,
    headers: { 'X-Total-Count': /^1001$/ },
    also: async (reply, demo) => {
      expect((reply.json as { result: unknown[] }).result).toHaveLength(1000);
      const query = { sysparm_query: `table_sys_id=${idOf('wm_task 1')}`, sysparm_limit: '2000' };
      const all = await ask(demo, { path: '/api/now/attachment', query });
      expect((all.json as { result: unknown[] }).result).toHaveLength(1001);
    },
  },
  {
    fact: 'nor read where the record may not be',
    source: ATTACHMENTS,
    ask: () => Promise.resolve({ path: `/api/now/attachment/${made.sys_id}`, as: 'technician' }),
    status: 404,
  },
  {
    fact: 'a file can be renamed',
    source: ATTACHMENTS,
    ask: () =>
      Promise.resolve({
        method: 'PATCH',
        path: `/api/now/attachment/${made.sys_id}`,
        body: { file_name: 'b.png' },
      }),
    status: 204,
  },
  {
    fact: 'and deleted',
    source: ATTACHMENTS,
    ask: () => Promise.resolve({ method: 'DELETE', path: `/api/now/attachment/${made.sys_id}` }),
    status: 204,
    also: async (_reply, demo) => {
      expect((await ask(demo, { path: `/api/now/attachment/${made.sys_id}/file` })).status).toBe(404);
      expect(demo.ledger().map((effect) => effect.op)).toEqual([
        ...['file', 'file', 'insert', 'update', 'delete', 'insert', 'delete', 'update', 'delete'],
      ]);
      expect(demo.ledger()[0]).toMatchObject({
        table: 'wm_task',
        sys_id: TASK,
        fields: { file_name: 'photo äß.png', size_bytes: '8' },
      });
    },
  },
]);
