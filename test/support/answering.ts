import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { test as base } from 'vitest';

/** Answers a request whose body has been read. */
export type Answering = (request: Request, response: ServerResponse) => void;

/** A request as it came. */
export interface Request {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server that answers as a test says, and remembers what it was asked. */
export interface Server {
  url: string;
  requests: Request[];
  /** How it answers from now on; an empty object as JSON until it is said. */
  answer: (answering: Answering) => void;
  /** Ends it before the test does. */
  close: () => Promise<void>;
}

export const test = base.extend<{ server: Server }>({
  server: async ({ task }, use) => {
    const server = await startServer(task.id);
    await use(server);
    await server.close();
  },
});

/** Answers with JSON. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answering {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Answers with a page. */
export function html(status: number, headers: Record<string, string> = {}): Answering {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'text/html', ...headers });
    response.end('<!DOCTYPE html><title>Sign in to the hotel</title>');
  };
}

async function startServer(name: string): Promise<Server> {
  const requests: Request[] = [];
  let answering = json(200, {});
  const server = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, path: url, headers, body };
      requests.push(request);
      response.setHeader('server', name);
      answering(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer: (next) => {
      answering = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
