import { z } from 'zod';
import { Failed } from './failed.ts';
import { parameters, shape } from './parameters.ts';
import { oneRecord, type RemoteRecord } from './record.ts';
import type { Told } from './transport.ts';
import type { Ask, Method } from './wire.ts';

/** One request and how its answer is read: it can be sent by itself or together with others. */
export interface Request<T> {
  ask: Ask;
  /** Throws Failed `no-answer` when a 2xx does not have the shape that is due. */
  read: (told: Told) => T;
}

const scripted = z.object({ result: z.unknown() });

/**
 * Creates a record with the sys_id in `values`; the answer is read as the record that the instance now has. `key` is the
 * Idempotency-Key.
 */
export function creating(
  table: string,
  values: Record<string, string>,
  fields: readonly string[],
  key: string,
): Request<RemoteRecord> {
  return writing('POST', `/api/now/table/${table}`, values, fields, key);
}

/** Sets fields (or adds a journal entry); the answer is read as the record that the instance now has. */
export function updating(
  table: string,
  sysId: string,
  values: Record<string, string>,
  fields: readonly string[],
  key: string,
): Request<RemoteRecord> {
  return writing('PATCH', `/api/now/table/${table}/${sysId}`, values, fields, key);
}

export function removing(table: string, sysId: string, key: string): Request<null> {
  const ask: Ask = {
    method: 'DELETE',
    path: `/api/now/table/${table}/${sysId}`,
    headers: { 'idempotency-key': key },
  };
  return { ask, read: () => null };
}

/** Calls a Scripted REST endpoint; what is read is its `result`. */
export function calling(
  method: Method,
  path: string,
  body: Record<string, string> | null,
  key: string,
): Request<unknown> {
  const headers = { 'idempotency-key': key };
  return {
    ask: { method, path, headers, ...(body === null ? {} : { body }) },
    read: (told) => (told.status === 204 ? null : readAs(scripted, told).result),
  };
}

/** A 2xx whose JSON is not what was asked for is no acknowledgement (docs/peers.md, row 3). */
export function readAs<T>(schema: z.ZodType<T>, told: Told): T {
  const parsed = schema.safeParse(told.json);
  if (!parsed.success) throw unexpected(z.prettifyError(parsed.error));
  return parsed.data;
}

function writing(
  method: 'POST' | 'PATCH',
  path: string,
  body: Record<string, string>,
  fields: readonly string[],
  key: string,
): Request<RemoteRecord> {
  return {
    ask: {
      method,
      path: `${path}?${parameters(shape(fields))}`,
      headers: { 'idempotency-key': key },
      body,
    },
    read: (told) => {
      const record = readAs(oneRecord, told).result;
      if (record['sys_id'] === undefined) throw unexpected('no sys_id');
      return record;
    },
  };
}

function unexpected(why: string): Failed {
  return new Failed({ kind: 'no-answer', message: `The instance answered in an unexpected shape (${why})` });
}
