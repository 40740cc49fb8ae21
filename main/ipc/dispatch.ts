import { z } from 'zod';
import { type Call, calls, type Question, type Reply } from '../../preload/contract/calls.ts';
import type { Answer, Failure } from '../../preload/contract/failure.ts';
import { Failed } from '../instance/failed.ts';
import { Problem } from '../problem.ts';
import { QueryError } from '../query/error.ts';
import type { Log } from '../services.ts';
import { questions } from './questions.ts';

/** One function a call; a missing one does not compile. */
export type Handlers = { [C in Call]: (question: Question<C>) => Reply<C> | Promise<Reply<C>> };

/**
 * Answers a question from any host. What does not fit the contract is answered with a failure, never dropped, and
 * whatever a handler throws crosses as data.
 */
export async function dispatch(
  handlers: Handlers,
  call: string,
  question: unknown,
  log: Log,
): Promise<Answer<unknown>> {
  if (!isCall(call)) {
    return { ok: false, failure: { kind: 'malformed', message: `There is no call ${call}` } };
  }
  const parsed = questions[call].safeParse(question);
  if (!parsed.success) {
    const message = `${call}: ${z.prettifyError(parsed.error)}`;
    log.warn(message);
    return { ok: false, failure: { kind: 'malformed', message } };
  }
  try {
    return { ok: true, value: await run(handlers, call, parsed.data) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'internal') {
      log.error(`${call}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    return { ok: false, failure };
  }
}

/** The question was parsed by the same key, so it is this handler's own. */
function run<C extends Call>(
  handlers: Handlers,
  call: C,
  question: Question<C>,
): Reply<C> | Promise<Reply<C>> {
  return handlers[call](question);
}

function isCall(name: string): name is Call {
  return (calls as string[]).includes(name);
}

function failureOf(error: unknown): Failure {
  if (error instanceof Problem || error instanceof Failed) return error.failure;
  if (error instanceof QueryError) return { kind: 'broken', message: error.message };
  return { kind: 'internal', message: error instanceof Error ? error.message : String(error) };
}
