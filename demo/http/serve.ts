import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { control } from '../control/control.ts';
import { tooLargeFile } from '../refusal.ts';
import { afterAnswer, beforeAnswer, isCut } from '../faults/strike.ts';
import type { Instance } from '../instance.ts';
import type { News } from '../page/news.ts';
import { cutBefore, failure, refused, type Answer } from './answer.ts';
import type { Call } from './call.ts';
import { dispatch } from './dispatch.ts';
import { readBody, readHead, TooLarge } from './read.ts';

const LONGEST_WAIT = 600_000;

/** Longest address, as the web server in front of an instance takes it. */
const LONGEST_ADDRESS = 8190;

/** What a server needs besides the instance. */
export interface Host {
  instance: Instance;
  reset: () => void;
  /** For pages that are open. */
  news: News;
  /** Told of mistakes in the demo itself. The client gets to see none of it. */
  mistake: (what: unknown) => void;
}

/** Answers one request on its connection, or cuts it where a fault says so. Never throws. */
export async function serve(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = await answerTo(host, request, response);
    if (answer === 'streaming') return;
    if (answer.cut) request.socket.destroy();
    else send(request, response, answer, dateOf(host.instance));
  } catch (thrown) {
    if (!request.socket.destroyed) host.mistake(thrown);
    if (response.headersSent) request.socket.destroy();
    else send(request, response, failure(500, 'Internal Server Error', null), dateOf(host.instance));
  }
}

async function answerTo(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Answer | 'streaming'> {
  if ((request.url ?? '').length > LONGEST_ADDRESS) return tooLong;
  const head = headOf(request);
  if (!head)
    return failure(400, 'Requested URI does not represent any resource', 'The address is not well-formed');
  if (isControl(head))
    return control(
      host,
      { ...head, body: await readBody(request, host.instance.limits.bodyBytes) },
      response,
    );
  if (isCut(host.instance, head)) return cutBefore;
  const body = await bodyOf(request, host.instance, head);
  if (!Buffer.isBuffer(body)) return body;
  const call = { ...head, body };
  const struck = beforeAnswer(host.instance, call);
  if (struck.late > 0) await setTimeout(Math.min(struck.late, LONGEST_WAIT));
  if (struck.answer) return struck.answer;
  const answer = dispatch(host.instance, call);
  if (answer.late) await setTimeout(Math.min(answer.late, LONGEST_WAIT));
  return afterAnswer(host.instance, call, answer);
}

/** Said by the web server in front, so it comes as a page. */
const tooLong: Answer = {
  status: 414,
  headers: { 'Content-Type': 'text/html' },
  body: '<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>',
};

/** The page and the control, which no fault touches. */
function isControl(call: Call): boolean {
  return call.path === '/' || call.path.startsWith('/demo/');
}

function headOf(request: IncomingMessage): Call | null {
  try {
    return readHead(request);
  } catch {
    return null;
  }
}

/** The body. A file may be larger than any other; a little more than it for the form around it. */
async function bodyOf(request: IncomingMessage, { limits }: Instance, call: Call): Promise<Buffer | Answer> {
  const isFile = call.path.startsWith('/api/now/attachment/');
  const most = isFile ? limits.attachmentBytes + 65_536 : limits.bodyBytes;
  try {
    return await readBody(request, most);
  } catch (thrown) {
    if (!(thrown instanceof TooLarge)) throw thrown;
    if (isFile) return refused(tooLargeFile(limits.attachmentBytes));
    const words = `Rejected large REST payload with content-length = ${thrown.message} bytes.`;
    return failure(400, `${words} Max allowed: ${most} bytes.`, null);
  }
}

/** What the instance says the time is, which may be wrong. */
function dateOf({ now }: Instance): string {
  return new Date(now()).toUTCString();
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, date: string): void {
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': body.length };
  response.writeHead(answer.status, { Date: date, ...answer.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
