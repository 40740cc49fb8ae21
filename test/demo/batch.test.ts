import { describe, expect, test } from 'vitest';
import { idOf } from '../../demo/seed/sow.ts';
import { ask, resultOf, testDemo, type Reply } from './ask.ts';
import { conform } from './conformance.ts';

const BATCH = 'ServiceNowDocs api-reference/rest-apis/batch-api.md';
const PATH = '/api/now/v1/batch';
const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;
const encoded = (body: object): string => Buffer.from(JSON.stringify(body)).toString('base64');
const headers = [
  { name: 'Content-Type', value: 'application/json' },
  { name: 'Idempotency-Key', value: 'k1' },
];

interface Serviced {
  id: string;
  status_code: number;
  status_text: string;
  headers: { name: string; value: string }[];
  body: string;
}
const serviced = (reply: Reply): Serviced[] =>
  (reply.json as { serviced_requests: Serviced[] }).serviced_requests;
const bodyOf = (one: Serviced | undefined): unknown =>
  JSON.parse(Buffer.from(one?.body ?? '', 'base64').toString());

conform('Batch API', [
  {
    fact: 'requests are done in order, each with an answer of its own',
    source: `${BATCH}; the order is chosen`,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b1',
        rest_requests: [
          { id: '1', method: 'PATCH', url: TASK, headers, body: encoded({ skills: 'Pumps' }) },
          { id: '2', method: 'GET', url: `${TASK}?sysparm_fields=skills`, headers: [] },
          {
            id: '3',
            method: 'GET',
            url: '/api/now/table/nothing',
            headers: [],
            exclude_response_headers: true,
          },
        ],
      },
    },
    status: 200,
    body: { batch_request_id: 'b1', unserviced_requests: [] },
    also: (reply, demo) => {
      const [first, second, third] = serviced(reply);
      expect(first).toMatchObject({ id: '1', status_code: 200, status_text: 'OK' });
      expect(bodyOf(second)).toEqual({ result: { skills: 'Pumps' } });
      expect(third).toMatchObject({ status_code: 400, headers: [] });
      expect(demo.ledger()).toMatchObject([{ op: 'update', key: 'k1', user: 'dispatcher' }]);
    },
  },
  {
    fact: 'one that is refused does not keep the others from being done',
    source: BATCH,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b2',
        rest_requests: [
          { id: '1', method: 'PATCH', url: TASK, headers, body: encoded({ state: '3' }) },
          { id: '2', method: 'PATCH', url: TASK, headers, body: encoded({ skills: 'Valves' }) },
        ],
      },
    },
    status: 200,
    also: (reply) => {
      expect(serviced(reply).map((one) => one.status_code)).toEqual([403, 200]);
    },
  },
  {
    fact: 'one of more than 5 MB, and what comes after it, is left unserviced',
    source: `${BATCH}, size and processing limits: each item in the request`,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b3',
        rest_requests: [
          { id: '1', method: 'GET', url: TASK, headers: [] },
          { id: '2', method: 'PATCH', url: TASK, headers, body: 'A'.repeat(5_242_880) },
          { id: '3', method: 'GET', url: TASK, headers: [] },
        ],
      },
    },
    status: 200,
    body: { unserviced_requests: ['2', '3'] },
    also: (reply) => {
      expect(serviced(reply).map((one) => one.id)).toEqual(['1']);
    },
  },
  {
    fact: 'less may be asked for than comes back by itself',
    source: `${BATCH}, X-BATCHREQUEST-MAX-OUTPUT-SIZE`,
    ask: {
      method: 'POST',
      path: PATH,
      headers: { 'X-BATCHREQUEST-MAX-OUTPUT-SIZE': '10' },
      body: {
        batch_request_id: 'b4',
        rest_requests: ['1', '2'].map((id) => ({ id, method: 'GET', url: TASK, headers: [] })),
      },
    },
    status: 200,
    body: { unserviced_requests: ['2'] },
  },
  {
    fact: 'what is no batch is refused',
    source: BATCH,
    ask: { method: 'POST', path: PATH, body: { rest_requests: [{}] } },
    status: 400,
  },
  {
    fact: 'a batch has no batches in it',
    source: 'chosen',
    ask: {
      method: 'POST',
      path: PATH,
      body: { batch_request_id: 'b', rest_requests: [{ id: '1', method: 'POST', url: PATH, headers: [] }] },
    },
    status: 200,
    also: (reply) => {
      expect(serviced(reply)[0]?.status_code).toBe(400);
    },
  },
]);

describe('Batch limits', () => {
  test('what the quota does not reach is listed as unserviced and not done', async () => {
    const demo = await testDemo({ tasks: 5, limits: { batchMilliseconds: 0 } });
    const request = (id: string): object => ({
      id,
      method: 'PATCH',
      url: TASK,
      headers,
      body: encoded({ skills: id }),
    });
    const reply = await ask(demo, {
      method: 'POST',
      path: PATH,
      body: { batch_request_id: 'b', rest_requests: [request('1'), request('2')] },
    });
    expect(reply.json).toMatchObject({ unserviced_requests: ['2'] });
    expect(resultOf(await ask(demo, { path: TASK }))['skills']).toBe('1');
    await demo.close();
  });

  test('a fault on a request in it is a fault all the same', async () => {
    const demo = await testDemo({ tasks: 5 });
    demo.fault({ name: 'error-500', times: 1, match: 'PATCH /api/now/table/wm_task' });
    demo.fault({ name: 'lose-replies', times: 1, match: 'GET /api/now/table/wm_task' });
    const body = (method: string): object => ({
      batch_request_id: 'b',
      rest_requests: [{ id: '1', method, url: TASK, headers, body: encoded({}) }],
    });
    expect(
      serviced(await ask(demo, { method: 'POST', path: PATH, body: body('PATCH') }))[0]?.status_code,
    ).toBe(500);
    await expect(ask(demo, { method: 'POST', path: PATH, body: body('GET') })).rejects.toThrow();
    await demo.close();
  });
});
