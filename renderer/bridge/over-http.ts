import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Call, Question, Reply } from '../../preload/contract/calls.ts';
import { events, type EventName, type Events } from '../../preload/contract/events.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import { words } from '../messages/messages.ts';

type Listeners = { [E in EventName]: Set<(news: Events[E]) => void> };

const reconnectMs = 2000;

/** The bridge of the web host: questions by POST, events as server-sent events. */
export function bridgeOverHttp(): Bridge {
  const listeners: Listeners = {
    'session.changed': new Set(),
    'session.browser': new Set(),
    'definition.changed': new Set(),
    'records.changed': new Set(),
    'outbox.changed': new Set(),
    'drafts.changed': new Set(),
    'connection.changed': new Set(),
  };
  const tell = <E extends EventName>(event: E, news: Events[E]): void => {
    for (const listener of listeners[event]) listener(news);
  };
  hear(tell);
  return {
    ask,
    on: (event, listener) => {
      listeners[event].add(listener);
      return () => listeners[event].delete(listener);
    },
  };
}

async function ask<C extends Call>(call: C, question: Question<C>): Promise<Answer<Reply<C>>> {
  try {
    const response = await fetch(`/ask/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
    });
    return (await response.json()) as Answer<Reply<C>>;
  } catch {
    return { ok: false, failure: { kind: 'internal', message: words.failure.hostGone } };
  }
}

function hear(tell: <E extends EventName>(event: E, news: Events[E]) => void): void {
  let missed = false;
  const open = (): void => {
    const source = new EventSource('/events');
    const forward = (event: EventName): void => {
      source.addEventListener(event, ({ data }: MessageEvent<string>) => {
        tell(event, JSON.parse(data) as Events[EventName]);
      });
    };
    for (const event of events) forward(event);
    source.onopen = () => {
      // Whatever happened while nobody listened: a changed definition is what makes every screen ask again.
      if (missed) tellAll(tell);
      missed = false;
    };
    source.onerror = () => {
      missed = true;
      tell('connection.changed', null);
      if (source.readyState === EventSource.CLOSED) setTimeout(open, reconnectMs);
    };
  };
  open();
}

function tellAll(tell: <E extends EventName>(event: E, news: Events[E]) => void): void {
  tell('session.changed', null);
  tell('definition.changed', null);
  tell('outbox.changed', null);
  tell('drafts.changed', null);
  tell('connection.changed', null);
}
