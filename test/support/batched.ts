import type { Answered, Asked } from './scripted.ts';

/** One request inside a batch, as the instance reads it. */
export interface Batched {
  id: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

interface Packed {
  id: string;
  method: string;
  url: string;
  headers: { name: string; value: string }[];
  body?: string;
}

/** The requests that travel in a batch. */
export function requestsIn({ body }: Pick<Asked, 'body'>): Batched[] {
  return (body as { rest_requests: Packed[] }).rest_requests.map((packed) => ({
    ...packed,
    headers: Object.fromEntries(packed.headers.map(({ name, value }) => [name, value])),
    body: packed.body && (JSON.parse(Buffer.from(packed.body, 'base64').toString()) as unknown),
  }));
}

/** What the instance says of one request of a batch. */
export function serviced(id: string, { status, json, headers = {} }: Answered): Record<string, unknown> {
  const all = { 'Content-Type': json === undefined ? 'text/html' : 'application/json', ...headers };
  return {
    id,
    status_code: status,
    headers: Object.entries(all).map(([name, value]) => ({ name, value })),
    body: Buffer.from(json === undefined ? '<html>' : JSON.stringify(json)).toString('base64'),
  };
}

/** Answers a batch: each of its requests so, or not at all. */
export function services(asked: Asked, answer: (request: Batched) => Answered | null): Answered {
  const told = requestsIn(asked).flatMap((request) => {
    const answered = answer(request);
    return answered ? [serviced(request.id, answered)] : [];
  });
  return { status: 200, json: { batch_request_id: '1', serviced_requests: told } };
}
