import { z } from 'zod';
import type { Call, Question } from '../../preload/contract/calls.ts';

const nothing = z.null();
const sysId = z.string().regex(/^[0-9a-f]{32}$/, 'must be a sys_id of 32 hex digits');
const table = z.string().regex(/^[a-z][a-z0-9_]*$/);
const inputs = z.record(z.string(), z.string());
const entry = z.number().int().positive();
const press = { action: z.string(), record: sysId.nullable(), revises: entry.nullable() };

/** What every question must look like; the type says that none is missing and that each fits the contract. */
export const questions: { [C in Call]: z.ZodType<Question<C>> } = {
  'session.get': nothing,
  'session.signIn': z.strictObject({
    instance: z.string().min(1),
    userName: z.string().min(1),
    password: z.string(),
    clientId: z.string().nullable(),
    clientSecret: z.string().nullable(),
  }),
  'session.signOut': nothing,
  'navigation.get': nothing,
  'list.get': z.strictObject({
    list: z.string(),
    search: z.string().max(200),
    after: z.string().nullable(),
    limit: z.number().int().min(1).max(200),
  }),
  'record.get': z.strictObject({ table, sys_id: sysId }),
  'form.get': z.strictObject({ ...press, inputs: inputs.nullable() }),
  'reference.search': z.strictObject({
    action: z.string(),
    record: sysId.nullable(),
    input: z.string(),
    inputs,
    search: z.string().max(200),
  }),
  'action.trigger': z.strictObject({ ...press, inputs }),
  'outbox.get': nothing,
  'outbox.decide': z.strictObject({ entry, decision: z.enum(['try-again', 'discard']) }),
  'connection.get': nothing,
  'connection.workOffline': z.strictObject({ on: z.boolean() }),
  'connection.sync': nothing,
  'settings.get': nothing,
};
