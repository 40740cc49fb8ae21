import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bridgeOverHttp } from '../../renderer/bridge/over-http.ts';

/** An EventSource whose server is the test. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static made: Source[] = [];
  readyState = 1;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor() {
    super();
    Source.made.push(this);
  }

  say(event: string, data: string): void {
    this.dispatchEvent(new MessageEvent(event, { data }));
  }
}

function source(at: number): Source {
  const made = Source.made[at];
  if (made === undefined) throw new Error('nobody connected to /events');
  return made;
}

beforeEach(() => {
  Source.made = [];
  vi.stubGlobal('EventSource', Source);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test('a question is posted to its call and the answer handed on', async () => {
  const post = vi.fn(() => Promise.resolve(Response.json({ ok: true, value: null })));
  vi.stubGlobal('fetch', post);
  const answer = await bridgeOverHttp().ask('outbox.decide', { entries: [7], decision: 'discard' });
  expect(answer).toEqual({ ok: true, value: null });
  const body = JSON.stringify({ question: { entries: [7], decision: 'discard' } });
  expect(post).toHaveBeenCalledWith('/ask/outbox.decide', expect.objectContaining({ method: 'POST', body }));
});

test('a lost host is an answer too', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  expect(await bridgeOverHttp().ask('outbox.get', null)).toMatchObject({
    ok: false,
    failure: { kind: 'internal' },
  });
});

test('events reach who listens, until they stop', () => {
  const heard: string[][] = [];
  const stop = bridgeOverHttp().on('records.changed', ({ tables }) => heard.push(tables));
  source(0).say('records.changed', '{"tables":["wm_task"]}');
  stop();
  source(0).say('records.changed', '{"tables":["wm_order"]}');
  expect(heard).toEqual([['wm_task']]);
});

test('after a lost connection every screen is told to ask again', () => {
  const heard: string[] = [];
  const bridge = bridgeOverHttp();
  for (const event of ['definition.changed', 'outbox.changed', 'session.changed'] as const) {
    bridge.on(event, () => heard.push(event));
  }
  source(0).onopen?.();
  expect(heard).toEqual([]);
  source(0).readyState = Source.CLOSED;
  source(0).onerror?.();
  vi.runAllTimers();
  source(1).onopen?.();
  expect(heard.toSorted()).toEqual(['definition.changed', 'outbox.changed', 'session.changed']);
});
