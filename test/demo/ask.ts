import { startDemo, type Demo, type DemoOptions } from '../../demo/server.ts';

/** A request to the demo instance; signed in as the dispatcher unless it says otherwise. */
export interface Ask {
  method?: string;
  path: string;
  /** Parameters, put together properly. */
  query?: Record<string, string>;
  /** User name (the password is the same); empty for nobody. */
  as?: string;
  headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is text or bytes. */
  body?: unknown;
}

/** What came back. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The body, if it is JSON. */
  json: unknown;
}

/** The time every test instance believes it is. */
export const NOON = Date.parse('2026-06-17T12:00:00Z');

/** A demo instance for tests: fixed clock, and a mistake in it fails the test that ends it. */
export async function testDemo(options: DemoOptions = {}): Promise<Demo> {
  const mistakes: unknown[] = [];
  const demo = await startDemo({
    now: () => NOON,
    tasks: 60,
    mistake: (what) => mistakes.push(what),
    ...options,
  });
  const close = async (): Promise<void> => {
    await demo.close();
    if (mistakes.length > 0) throw new AggregateError(mistakes, 'The demo instance made mistakes');
  };
  return { ...demo, close };
}

/** Asks over HTTP. */
export async function ask(
  demo: Demo,
  { method = 'GET', path, query, as = 'dispatcher', headers, body }: Ask,
): Promise<Reply> {
  const plain = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(
    `${demo.url}${path}${query ? `?${new URLSearchParams(query).toString()}` : ''}`,
    {
      method,
      redirect: 'manual',
      headers: {
        ...(as !== '' && { Authorization: `Basic ${Buffer.from(`${as}:${as}`).toString('base64')}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: plain ? (body as BodyInit) : JSON.stringify(body) }),
    },
  );
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

/** The `result` of an answer. */
export function resultOf(reply: Reply): Record<string, unknown> {
  return (reply.json as { result: Record<string, unknown> }).result;
}

/** The `result` of a list. */
export function rowsOf(reply: Reply): Record<string, unknown>[] {
  return (reply.json as { result: Record<string, unknown>[] }).result;
}

/** The envelope every refusal comes in. */
export function refusal(message: string, detail: string | null): unknown {
  return { error: { message, detail }, status: 'failure' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
