import type { ServerResponse } from 'node:http';
import type { EventName, Events } from '../../../preload/contract/events.ts';

/** Often enough that neither a proxy nor the browser takes the stream for dead. */
const heartbeat = 15_000;

/** The pages that listen, as server-sent events. One that goes away comes back by itself (EventSource). */
export interface Listeners {
  add(response: ServerResponse): void;
  announce(event: EventName, news: Events[EventName]): void;
  close(): void;
}

/** Starts with nobody listening. */
export function createListeners(): Listeners {
  const open = new Set<ServerResponse>();
  const send = (text: string) => {
    for (const response of open) response.write(text);
  };
  const beat = setInterval(() => {
    send(': still here\n\n');
  }, heartbeat);
  return {
    add: (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => {
        open.delete(response);
      });
    },
    announce: (event, news) => {
      send(`event: ${event}\ndata: ${JSON.stringify(news)}\n\n`);
    },
    close: () => {
      clearInterval(beat);
      for (const response of open) response.end();
    },
  };
}
