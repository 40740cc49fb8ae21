import { z } from 'zod';
import type { Call, Question } from '../../preload/contract/calls.ts';
import { PIECE_BYTES } from '../../preload/contract/files.ts';

const nothing = z.null();
const sysId = z.string().regex(/^[0-9a-f]{32}$/, 'must be a sys_id of 32 hex digits');
const table = z.string().regex(/^[a-z][a-z0-9_]*$/);
const inputs = z.record(z.string(), z.string());
const entry = z.number().int().positive();
const entries = z.array(entry).min(1).max(100_000);
const lines = z.number().int().min(1).max(1000);
const draft = z.string().regex(/^[0-9a-f]{32}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const passphrase = z.string().max(1000);
const triggering = {
  action: z.string(),
  record: sysId.nullable(),
  revises: entry.nullable(),
  draft: draft.nullable(),
};

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
  'session.signInByBrowser': z.strictObject({
    instance: z.string().min(1),
    clientId: z.string().nullable(),
    clientSecret: z.string().nullable(),
  }),
  'session.leaveBrowser': nothing,
  'session.signOut': nothing,
  'navigation.get': nothing,
  'list.get': z.strictObject({
    list: z.string(),
    search: z.string().max(200),
    after: z.string().nullable(),
    limit: z.number().int().min(1).max(200),
  }),
  'record.get': z.strictObject({ table, sys_id: sysId }),
  'form.get': z.strictObject({ ...triggering, inputs: inputs.nullable() }),
  'reference.search': z.strictObject({
    action: z.string(),
    record: sysId.nullable(),
    input: z.string(),
    inputs,
    search: z.string().max(200),
  }),
  'action.trigger': z.strictObject({ ...triggering, inputs }),
  'draft.save': z.strictObject({
    id: draft.nullable(),
    action: z.string(),
    record: sysId.nullable(),
    inputs,
    revises: entry.nullable(),
    group: z.boolean(),
    many: z.array(sysId).max(10_000),
    asked: z.boolean(),
  }),
  'draft.discard': z.strictObject({ id: draft }),
  'drafts.get': nothing,
  'file.add': z.strictObject({
    transfer: z.string().min(1).max(100),
    // Four characters of base64 for three bytes.
    data: z.base64().max(Math.ceil(PIECE_BYTES / 3) * 4),
    last: z
      .strictObject({
        name: z.string().min(1).max(255),
        type: z.string().max(100),
        takenAt: z.iso.datetime(),
      })
      .nullable(),
  }),
  'file.forget': z.strictObject({ hash }),
  'file.fetch': z.strictObject({ attachment: sysId }),
  'file.read': z.strictObject({ hash, offset: z.number().int().nonnegative() }),
  'outbox.get': z
    .strictObject({
      search: z.string().max(200),
      waiting: lines,
      sent: lines,
      discarded: lines,
      unfolded: z.array(z.string()).max(10_000),
    })
    .nullable(),
  'outbox.entries': z.strictObject({ entries }),
  'outbox.decide': z.strictObject({ entries, decision: z.enum(['try-again', 'discard']) }),
  'outbox.discarding': z.strictObject({ entries }),
  'outbox.undo': z.strictObject({ entry }),
  'outbox.group': z.strictObject({ entry }),
  'outbox.mend': z.strictObject({ entries, inputs, draft: draft.nullable() }),
  'outbox.handOver': z.strictObject({ passphrase }),
  'outbox.takeOver': z.strictObject({ hash, passphrase }),
  'outbox.compare': z.strictObject({ entry }),
  'outbox.resolve': z.strictObject({ entry, choices: z.record(z.string(), z.enum(['mine', 'theirs'])) }),
  'journal.check': nothing,
  'support.export': nothing,
  'connection.get': nothing,
  'clock.get': nothing,
  'connection.workOffline': z.strictObject({ on: z.boolean() }),
  'connection.sync': nothing,
  'definition.load': z.strictObject({ name: z.string().min(1).max(255), text: z.string().max(5_000_000) }),
  'definition.from': z.strictObject({ path: z.string().startsWith('/api/').max(500) }),
  'definition.leaveFile': nothing,
  'settings.get': nothing,
};
