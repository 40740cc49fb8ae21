import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf, outcomesOf, weightOf } from '../../main/instance/batch.ts';
import { creating, removing, type Request, updating } from '../../main/instance/requests.ts';
import type { Told } from '../../main/instance/transport.ts';
import { requestsIn, serviced } from '../support/batched.ts';
import { sysId } from '../support/catalog.ts';
import { fails, recordOf } from '../support/scripted.ts';

const NOW = Date.parse('2026-01-05T08:00:00Z');
const create = (at: number) =>
  creating('wm_task', { sys_id: sysId(at), state: '1' }, ['sys_id'], `key-${at}`);
const made = (at: number) => ({ status: 201, json: { result: recordOf({ sys_id: sysId(at) }) } });
const answerOf = (...served: unknown[]): Told => ({
  status: 200,
  headers: {},
  json: { batch_request_id: 'one', serviced_requests: served },
});

describe('the request', () => {
  test('carries each with its place as id, its key and its body in base64', () => {
    const { method, path, body } = batchOf(
      [
        create(1),
        removing('wm_task', sysId(2), 'key-2'),
        updating('wm_task', sysId(3), { state: 'é' }, [], 'key-3'),
      ],
      'first',
    );
    expect([method, path]).toEqual(['POST', '/api/now/v1/batch']);
    expect(body).toMatchObject({ batch_request_id: 'first' });
    const json = { 'content-type': 'application/json', accept: 'application/json' };
    expect(requestsIn({ body })).toMatchObject([
      {
        id: '0',
        method: 'POST',
        headers: { ...json, 'idempotency-key': 'key-1' },
        body: { sys_id: sysId(1), state: '1' },
      },
      {
        id: '1',
        method: 'DELETE',
        url: `/api/now/table/wm_task/${sysId(2)}`,
        headers: { 'idempotency-key': 'key-2' },
      },
      { id: '2', method: 'PATCH', body: { state: 'é' } },
    ]);
    expect(requestsIn({ body })[1]).not.toHaveProperty('body.state');
    expect(requestsIn({ body })[0]?.url).toMatch(/^\/api\/now\/table\/wm_task\?/);
  });

  test('weighs what its body does in base64, and nothing without one', () => {
    const request = create(1);
    const packed = Buffer.from(JSON.stringify(request.ask.body)).toString('base64');
    expect(Math.abs(weightOf(request) - packed.length)).toBeLessThan(4);
    expect(weightOf(removing('wm_task', sysId(1), 'key'))).toBe(0);
  });
});

describe('the answer', () => {
  test('finds each outcome by its id, whatever the order and whatever is missing', () => {
    const ids = Array.from({ length: 20 }, (_, at) => at);
    fc.assert(
      fc.property(fc.shuffledSubarray(ids), (order) => {
        const told = answerOf(...order.map((at) => serviced(String(at), made(at))));
        const outcomes = outcomesOf(told, ids.map(create), NOW);
        const found = outcomes.map((one) => (one?.ok ? one.value['sys_id']?.value : one));
        expect(found).toEqual(ids.map((at) => (order.includes(at) ? sysId(at) : null)));
      }),
    );
  });

  test('is read to the letter: an outcome is what it would be by itself', () => {
    const requests: Request<unknown>[] = [
      create(0),
      create(1),
      create(2),
      create(3),
      create(4),
      removing('wm_task', sysId(5), 'k'),
    ];
    const told = answerOf(
      serviced('0', fails(403, 'Not you')),
      serviced('1', fails(429, 'Slowly', { 'Retry-After': '30' })),
      serviced('2', { status: 200 }),
      serviced('3', { status: 201, json: { result: {} } }),
      serviced('4', fails(500, 'Null pointer')),
      { id: '5', status_code: 204 },
    );
    expect(outcomesOf(told, requests, NOW)).toMatchObject([
      { ok: false, failure: { kind: 'refused', status: 403, message: 'Not you' } },
      { ok: false, failure: { kind: 'retry-later', status: 429, retryAfterMs: 30_000 } },
      { ok: false, failure: { kind: 'no-answer' } },
      { ok: false, failure: { kind: 'no-answer' } },
      { ok: false, failure: { kind: 'retry-later', status: 500, retryAfterMs: null } },
      { ok: true, value: null },
    ]);
  });

  test('of requests that nobody made counts for nothing', () => {
    expect(outcomesOf(answerOf(serviced('7', made(7))), [create(0)], NOW)).toEqual([null]);
  });

  test.for<[unknown]>([
    [undefined],
    [{}],
    [{ result: [] }],
    [{ serviced_requests: [{ id: 0, status_code: 200 }] }],
  ])('in another shape acknowledges nothing: %o', ([json]) => {
    expect(() => outcomesOf({ status: 200, headers: {}, json }, [create(0)], NOW)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ kind: 'no-answer' }) as unknown }),
    );
  });

  test('throws what is no failure of the instance', () => {
    const request: Request<never> = {
      ask: { method: 'POST', path: '/' },
      read: () => {
        throw new TypeError('a fault of ours');
      },
    };
    expect(() => outcomesOf(answerOf(serviced('0', made(0))), [request], NOW)).toThrow(TypeError);
  });
});
