import { z } from 'zod';
import type { EntryRow } from '../outbox/entry.ts';
import { damaged } from './pieces.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const stored = z.object({ hash, size: z.number().int().nonnegative() });

type Travelling = Omit<EntryRow, 'seq' | 'shared' | 'sent_at' | 'reviewed_at' | 'review_offset'>;

/** A row of outbox_entry as it travels: all of it but what is this laptop's own. */
const row: z.ZodType<Travelling> = z.object({
  key: z.string().min(1),
  revision: z.number().int().nonnegative(),
  format: z.number().int(),
  action: z.string(),
  label: z.string(),
  table_name: z.string().nullable(),
  sys_id: z.string().nullable(),
  title: z.string(),
  touches: z.string(),
  inputs: z.string(),
  steps: z.string(),
  step: z.number().int().nonnegative(),
  state: z.enum(['queued', 'unknown', 'refused', 'conflict']),
  triggered_at: z.iso.datetime(),
  attempts: z.number().int().nonnegative(),
  failures: z.number().int().nonnegative(),
  attempted_at: z.iso.datetime().nullable(),
  attempt_offset: z.number().int().nullable(),
  answered_before: z.number().int().nullable(),
  mod_count_before: z.string().nullable(),
  next_attempt_at: z.number().int().nullable(),
  failure: z.string().nullable(),
  conflict: z.string().nullable(),
  clock_offset: z.number().int().nullable(),
});

const change = z.object({
  sys_id: z.string(),
  step: z.number().int(),
  table_name: z.string(),
  operation: z.enum(['insert', 'update', 'delete', 'note', 'attach']),
  fields: z.string(),
});

const contents = z.object({
  /** Names this hand-over in the journals of both laptops. */
  id: z.string(),
  /** ISO instant, the handing laptop's clock. */
  at: z.iso.datetime(),
  instance: z.string(),
  user: z.object({ sys_id: z.string(), name: z.string() }),
  /** Instance clock minus the handing laptop's clock in milliseconds; null when it was never measured. */
  clockOffset: z.number().nullable(),
  /** In the order in which they were triggered. */
  entries: z.array(z.object({ row, changes: z.array(change), files: z.array(stored) })),
  /** Files whose content follows, in this order, each once. */
  files: z.array(stored),
});

/** What is in a handed-over Outbox, but for the content of its files. */
export type Contents = z.output<typeof contents>;

/** Bytes that tell how long the contents are. */
export const LENGTH = 4;

/** The contents as they stand at the beginning, with their length before them. */
export function writeContents(given: Contents): Buffer {
  const json = Buffer.from(JSON.stringify(given));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** Throws Problem `broken` when they cannot be read. */
export function readContents(json: Buffer): Contents {
  try {
    return contents.parse(JSON.parse(json.toString()));
  } catch {
    throw damaged();
  }
}
