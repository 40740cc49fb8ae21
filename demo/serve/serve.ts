import { createReadStream } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { readForm } from '../api/attachment/form.ts';
import { discardUpload, incomingOf, isForm } from '../api/attachment/incoming.ts';
import { dispatch } from '../api/dispatch.ts';
import { control } from '../control/control.ts';
import { cutBefore, failure, type Answer } from '../http/answer.ts';
import { nameOf, type Call } from '../http/call.ts';
import { passBody, readBody, readHead, TooLarge } from '../http/read.ts';
import { isTooLong, tooLong } from '../http/too-long.ts';
import type { Instance } from '../instance.ts';
import type { Host } from '../page/host.ts';
import { afterAnswer, beforeAnswer, isCut } from '../strike/strike.ts';

const LONGEST_WAIT = 600_000;

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
  if (isTooLong(request.url ?? '')) return tooLong;
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
  const call = await readWhole(request, host.instance, head);
  if ('status' in call) return call;
  try {
    return await answered(host.instance, call);
  } finally {
    discardUpload(host.instance, call);
  }
}

async function answered(instance: Instance, call: Call): Promise<Answer> {
  const struck = beforeAnswer(instance, call);
  if (struck.late > 0) await setTimeout(Math.min(struck.late, LONGEST_WAIT));
  if (struck.answer) return struck.answer;
  const answer = instance.faults.whileServing(nameOf(call), () => {
    const done = dispatch(instance, call);
    return { ...done, headers: { Date: dateOf(instance), ...done.headers } };
  });
  if (answer.late) await setTimeout(Math.min(answer.late, LONGEST_WAIT));
  return afterAnswer(instance, call, answer);
}

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

/** The request with its body: a file goes to the disk as it comes, anything else has to fit into memory. */
async function readWhole(request: IncomingMessage, instance: Instance, call: Call): Promise<Call | Answer> {
  const { attachmentBytes } = instance.limits;
  if (isForm(call)) return { ...call, upload: await readForm(request, instance.files, attachmentBytes) };
  const incoming = incomingOf(call, instance.files, instance.limits);
  if (incoming) {
    try {
      await passBody(request, (chunk) => {
        incoming.push(chunk);
      });
    } catch (thrown) {
      discardUpload(instance, { ...call, upload: incoming.end() });
      throw thrown;
    }
    return { ...call, upload: incoming.end() };
  }
  const most = instance.limits.bodyBytes;
  try {
    return { ...call, body: await readBody(request, most) };
  } catch (thrown) {
    if (!(thrown instanceof TooLarge)) throw thrown;
    const words = `Rejected large REST payload with content-length = ${thrown.message} bytes.`;
    return failure(400, `${words} Max allowed: ${most} bytes.`, null);
  }
}

/** What the instance says the time is, which may be wrong. */
function dateOf({ now }: Instance): string {
  return new Date(now()).toUTCString();
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, date: string): void {
  if (answer.file && request.method !== 'HEAD' && answer.file.size > 0) {
    sendFile(response, answer, answer.file, date);
    return;
  }
  const body = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': answer.file?.size ?? body.length };
  response.writeHead(answer.status, { Date: date, ...answer.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendFile(
  response: ServerResponse,
  answer: Answer,
  { path, from, size }: NonNullable<Answer['file']>,
  date: string,
): void {
  response.writeHead(answer.status, { Date: date, ...answer.headers, 'Content-Length': size });
  // Whoever goes away, or a file that does, ends the connection; there is nobody left to tell.
  pipeline(createReadStream(path, { start: from, end: from + size - 1 }), response, () => undefined);
}
