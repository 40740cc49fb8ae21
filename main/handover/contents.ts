import { z } from 'zod';
import { storedAttempt } from '../outbox/attempt.ts';
import { type EntryRow, storedEntry } from '../outbox/entry.ts';
import { Problem } from '../problem.ts';
import { damaged } from './damaged.ts';

/** Version of what is in the file; every released one stays readable. */
const FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const stored = z.object({ hash, size: z.number().int().nonnegative() });

const stamp = z.object({
  at: z.iso.datetime(),
  offset: z.number().nullable(),
  after: z.number().nullable(),
});

/** A text that holds such a document. */
function jsonOf(shape: z.ZodType): z.ZodString {
  return z.string().refine((text) => shape.safeParse(jsonIn(text)).success);
}

/** An entry as it travels: as it is stored, but for what is this laptop's own. One that is on its way travels as unknown. */
const row = storedEntry.omit({ sent_at: true }).extend({
  state: storedEntry.shape.state.exclude(['sending', 'sent']),
  triggered: jsonOf(stamp),
  decided: jsonOf(z.object({ at: stamp, attempts: z.int().nonnegative() })).nullable(),
});

const attempt = storedAttempt.extend({ at: jsonOf(stamp) });

const change = z.object({
  sys_id: z.string(),
  step: z.number().int(),
  table_name: z.string(),
  operation: z.enum(['insert', 'update', 'delete', 'note', 'attach']),
  fields: z.string(),
});

const contents = z.object({
  format: z.literal(FORMAT),
  /** Names this hand-over in the journals of both laptops. */
  id: z.string(),
  /** ISO instant, the handing laptop's clock. */
  at: z.iso.datetime(),
  instance: z.string(),
  user: z.object({ sys_id: z.string(), name: z.string() }),
  /** Instance clock minus the handing laptop's clock in milliseconds; null when it was never measured. */
  clockOffset: z.number().nullable(),
  /** In the order in which they were triggered. */
  entries: z.array(
    z.object({
      row,
      attempts: z.array(attempt),
      changes: z.array(change),
      files: z.array(stored),
    }),
  ),
  /** Files whose content follows, in this order, each once. */
  files: z.array(stored),
});

/** What is in a handed-over Outbox, but for the content of its files. */
export type Contents = Omit<z.output<typeof contents>, 'format'>;

/** What of a stored entry travels. */
export function travelling(entry: EntryRow): z.output<typeof row> {
  return row.parse(
    Object.fromEntries(Object.keys(row.shape).map((column) => [column, entry[column as keyof EntryRow]])),
  );
}

/** Bytes that tell how long the contents are. */
export const LENGTH = 4;

/** The contents as they stand at the beginning, with their length before them. */
export function writeContents(given: Contents): Buffer {
  const json = Buffer.from(JSON.stringify({ format: FORMAT, ...given } satisfies z.input<typeof contents>));
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32BE(json.length);
  return Buffer.concat([length, json]);
}

/** Throws Problem `broken` when they cannot be read, or only by a newer Outpost. */
export function readContents(json: Buffer): Contents {
  const given = parsed(json);
  const made = z.object({ format: z.number() }).safeParse(given);
  if (made.success && made.data.format > FORMAT) {
    throw new Problem({
      kind: 'broken',
      message: 'This file was made by a newer version of Outpost. Update Outpost on this laptop first.',
    });
  }
  const read = contents.safeParse(given);
  if (!read.success) throw damaged();
  return read.data;
}

function parsed(json: Buffer): unknown {
  try {
    return JSON.parse(json.toString());
  } catch {
    throw damaged();
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
