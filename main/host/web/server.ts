import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../services.ts';
import { readAsset } from '../assets.ts';
import { securityHeaders } from '../policy.ts';
import type { EngineThread } from '../thread.ts';
import { answerAsk } from './ask.ts';
import type { Listeners } from './events.ts';
import { createGate, type Gate } from './gate.ts';

/** What the web host serves. */
export interface Served {
  engine: EngineThread;
  listeners: Listeners;
  /** Folder of the built renderer. */
  renderer: string;
  log: Log;
  /** Prints an address for a browser that came without a valid one. */
  showAddress: (address: string) => void;
}

/** Listens on 127.0.0.1 at a port that is free. */
export async function serve(served: Served): Promise<{ server: Server; address: string }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const gate = createGate((server.address() as AddressInfo).port);
  server.on('request', (request, response) => {
    route(served, gate, request, response).catch((error: unknown) => {
      served.log.error(`The web host failed on ${request.method ?? ''} request: ${String(error)}`);
      response.destroy();
    });
  });
  return { server, address: gate.address() };
}

async function route(served: Served, gate: Gate, request: IncomingMessage, response: ServerResponse) {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const foreign = gate.foreign(request);
  if (foreign !== null) {
    served.log.warn(`The web host refused a request from ${foreign}.`);
    say(response, 403, 'Outpost answers only its own page.');
    return;
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://outpost');
  const token = searchParams.get('token');
  if (pathname === '/' && request.method === 'GET' && token !== null) {
    const cookie = gate.admit(token);
    if (cookie !== null) response.setHeader('Set-Cookie', cookie);
    if (cookie !== null || gate.admitted(request)) {
      response.writeHead(303, { Location: '/' }).end();
      return;
    }
  }
  if (!gate.admitted(request)) {
    if (reads(request) && pathname === '/') served.showAddress(gate.address());
    say(response, 403, 'This address was used already. The terminal that runs Outpost shows a fresh one.');
    return;
  }
  await answer(served, pathname, request, response);
}

/** Answers a browser that may ask: a question to the engine, the stream of events, or a file of the page. */
async function answer(served: Served, pathname: string, request: IncomingMessage, response: ServerResponse) {
  if (request.method === 'POST' && pathname.startsWith('/ask/')) {
    const said = await answerAsk(served.engine, pathname.slice('/ask/'.length), request);
    response.writeHead(said.status, { 'Content-Type': 'application/json' }).end(JSON.stringify(said.answer));
  } else if (request.method === 'GET' && pathname === '/events') {
    served.listeners.add(response);
  } else if (reads(request)) {
    const asset = await readAsset(served.renderer, pathname);
    if (asset === null) say(response, 404, 'There is no such file.');
    else response.writeHead(200, { 'Content-Type': asset.type }).end(asset.body);
  } else {
    say(response, 405, 'Outpost does not know this method here.');
  }
}

function reads({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
