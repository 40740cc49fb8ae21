import { createServer } from 'node:http';
import { REDIRECT } from './authorization.ts';
import { Failed } from './failed.ts';

/** Waits at the loopback address for the browser to come back from a sign-in. */
export interface Waiting {
  /** The query it came back with. Rejects with Failed when nobody waits any more. */
  query: Promise<URLSearchParams>;
  close: () => void;
}

/** Begins to wait. Throws Failed when another program has the port. */
export async function awaitRedirect(): Promise<Waiting> {
  const came = Promise.withResolvers<URLSearchParams>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', REDIRECT.address);
    if (request.method !== 'GET' || pathname !== REDIRECT.path) {
      response.writeHead(404, HEADERS).end('There is nothing here.\n');
      return;
    }
    response.writeHead(200, { ...HEADERS, Connection: 'close' }).end(PAGE);
    came.resolve(searchParams);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it' : error.message;
      const message = `Outpost cannot wait for the browser at port ${REDIRECT.port}: ${why}`;
      reject(new Failed({ kind: 'not-delivered', message }));
    });
    server.listen(REDIRECT.port, '127.0.0.1', resolve);
  });
  // Whoever closes without waiting has no use for the news.
  came.promise.catch(() => undefined);
  return {
    query: came.promise,
    close: () => {
      server.close();
      came.reject(new Failed({ kind: 'sign-in-needed', message: 'The sign-in by the browser was left' }));
    },
  };
}

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
};

const PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Outpost</title></head>
  <body><main><h1>Back to Outpost</h1><p>You can close this page; Outpost goes on by itself.</p></main></body>
</html>
`;
