import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EngineThread } from '../../main/host/thread.ts';
import { createListeners, type Listeners } from '../../main/host/web/events.ts';
import { serve } from '../../main/host/web/server.ts';

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

const engine: EngineThread = {
  ask: (call, question) => Promise.resolve({ ok: true, value: { call, question } }),
  signal: () => undefined,
  close: () => Promise.resolve(),
};
const folder = mkdtempSync(join(tmpdir(), 'outpost-web-'));
const json = { 'Content-Type': 'application/json' };
let listeners: Listeners;
let close: () => void;
let origin: string;
let token: string;
let cookie: string;
let shown: string[];

beforeAll(() => {
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'renderer', 'index.html'), '<h1>Outpost</h1>');
  writeFileSync(join(folder, 'renderer', 'assets', 'index-a_B.js'), 'run()');
  writeFileSync(join(folder, 'secret.json'), '{}');
});

beforeEach(async () => {
  shown = [];
  listeners = createListeners();
  const ignore = () => undefined;
  const { server, address } = await serve({
    engine,
    listeners,
    renderer: join(folder, 'renderer'),
    log: { info: ignore, warn: ignore, error: ignore },
    showAddress: (fresh) => {
      shown.push(fresh);
    },
  });
  origin = new URL(address).origin;
  token = new URL(address).search;
  const admitted = await ask('GET', `/${token}`);
  cookie = admitted.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  close = () => {
    listeners.close();
    server.closeAllConnections();
    server.close();
  };
  return close;
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('a token lets one browser in, by a cookie that scripts and other sites cannot use', async () => {
  const again = await ask('GET', `/${token}`);
  expect(again.status).toBe(403);
  expect(again.text).toContain('fresh');
  expect(shown).toHaveLength(1);

  const fresh = await ask('GET', `/${new URL(shown[0] ?? '').search}`);
  expect(fresh.status).toBe(303);
  expect(fresh.headers.location).toBe('/');
  expect(fresh.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/u);
  expect((await ask('GET', '/', { Cookie: cookie })).text).toBe('<h1>Outpost</h1>');
});

test('a used token still leads a browser that was let in to the page', async () => {
  expect((await ask('GET', `/${token}`, { Cookie: cookie })).status).toBe(303);
  expect(shown).toEqual([]);
});

test('every answer carries the same strict headers', async () => {
  for (const path of ['/', '/nothing.js', '/ask/session.get']) {
    const { headers } = await ask('GET', path);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'x-content-type-options': 'nosniff' });
    expect(headers['cache-control']).toBe('no-store');
  }
});

test.for([
  ['another host name', { Host: 'outpost.example' }],
  ['another origin', { Origin: 'http://127.0.0.1:1' }],
  ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
  ['another port of this machine', { 'Sec-Fetch-Site': 'same-site' }],
  ['no cookie', { Cookie: '' }],
  ['a wrong cookie', { Cookie: 'outpost=1' }],
] as const)('nobody is answered who comes with %s', async ([, headers]) => {
  const call = await ask(
    'POST',
    '/ask/session.get',
    { ...json, Cookie: cookie, ...headers },
    '{"question":null}',
  );
  expect(call.status).toBe(403);
  expect((await ask('GET', '/events', { Cookie: cookie, ...headers })).status).toBe(403);
});

test.for([
  '/../secret.json',
  '/..%2fsecret.json',
  '/%2e%2e/secret.json',
  '/assets/../../secret.json',
  '/..\\secret.json',
  '//etc/passwd',
  '/assets',
  '/.hidden.js',
])('no path leads out of the page: %s', async (path) => {
  expect((await ask('GET', path, { Cookie: cookie })).status).toBe(404);
});

test('the files of the page are served by their type', async () => {
  const script = await ask('GET', '/assets/index-a_B.js', { Cookie: cookie });
  expect(script.headers['content-type']).toContain('text/javascript');
  expect(script.text).toBe('run()');
});

test('a question is answered by the engine', async () => {
  const reply = await ask(
    'POST',
    '/ask/list.get',
    { ...json, Cookie: cookie, Origin: origin },
    '{"question":{"a":1}}',
  );
  expect(JSON.parse(reply.text)).toEqual({ ok: true, value: { call: 'list.get', question: { a: 1 } } });
});

test.for([
  ['/ask/nothing', json, '{"question":null}', 404],
  ['/ask/list.get', { 'Content-Type': 'text/plain' }, '{"question":null}', 415],
  ['/ask/list.get', json, 'question', 400],
  ['/ask/list.get', json, '{}', 400],
  ['/ask/list.get', { ...json, 'Content-Length': String(31 * 1024 * 1024) }, '', 413],
] as const)('a malformed question is a failure: %s', async ([path, headers, body, status]) => {
  const reply = await ask('POST', path, { ...headers, Cookie: cookie }, body);
  expect(reply.status).toBe(status);
  expect(JSON.parse(reply.text)).toMatchObject({ ok: false, failure: { kind: 'malformed' } });
});

test('events reach every page that listens, and the host goes on when one leaves', async () => {
  const first = await fetch(`${origin}/events`, { headers: { Cookie: cookie } });
  const second = await fetch(`${origin}/events`, { headers: { Cookie: cookie } });
  await first.body?.cancel();
  listeners.announce('records.changed', { tables: ['wm_task'] });
  const text = await firstText(second, 'tables');
  expect(text).toContain('event: records.changed\ndata: {"tables":["wm_task"]}\n\n');
  expect((await ask('GET', '/', { Cookie: cookie })).status).toBe(200);
});

async function firstText(response: Response, wanted: string): Promise<string> {
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes(wanted)) text += (await reader?.read())?.value ?? wanted;
  await reader?.cancel();
  return text;
}

/** By node:http, because `fetch` neither sends a path as it is nor lets us say another host. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const call = request(
      { hostname, port, method, path, headers, setHost: !('Host' in headers) },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
