import type { IncomingMessage } from 'node:http';
import { calls, type Call } from '../../../preload/contract/calls.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { EngineThread } from '../thread.ts';

/** What a question may weigh; photos travel in it. */
const limit = 30 * 1024 * 1024;

/** Answers `POST /ask/<call>` with the JSON question as body: the HTTP form of the bridge's `ask`. */
export async function answerAsk(
  engine: EngineThread,
  call: string,
  request: IncomingMessage,
): Promise<{ status: number; answer: Answer<unknown> }> {
  if (!isCall(call)) return malformed(404, `There is no call "${call}".`);
  if (!/^application\/json\b/iu.test(request.headers['content-type'] ?? '')) {
    return malformed(415, 'A question is sent as application/json.');
  }
  // A question that announces its size can be answered properly; one that grows beyond the limit on its way is just cut off.
  const told = Number(request.headers['content-length'] ?? 0);
  const body = told > limit ? null : await readBody(request);
  if (body === null) return malformed(413, `A question may weigh ${limit / 1024 / 1024} MB at most.`);
  const json = parse(body);
  if (json === null) return malformed(400, 'A question is sent as { "question": ... }.');
  return { status: 200, answer: await engine.ask(call, json.question) };
}

function isCall(name: string): name is Call {
  return calls.some((call) => call === name);
}

function malformed(status: number, message: string): { status: number; answer: Answer<never> } {
  return { status, answer: { ok: false, failure: { kind: 'malformed', message } } };
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(body: string): { question: unknown } | null {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === 'object' && json !== null && 'question' in json ? json : null;
  } catch {
    return null;
  }
}
