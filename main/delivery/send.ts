import { Failed } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { calling, creating, removing, type Request, updating } from '../instance/requests.ts';
import { type Entry, requestKey } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import { contextOf, lookupIn } from '../records/context.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import type { Link } from '../link.ts';
import { type Named, namedBy } from '../pull/reread.ts';
import type { Sender } from './sender.ts';

/** What the instance said to a step that it has done. */
export interface Acknowledged {
  /** The record as the instance now has it (null: it is gone); null when the step's answer tells no record. */
  told: { table: string; sys_id: string; record: RemoteRecord | null } | null;
  /** Tables to read again. */
  affects: readonly string[];
  /** Records to read again. */
  named: readonly Named[];
}

/** There was nothing to do, and nothing is known of any record. */
export const NOTHING: Acknowledged = { told: null, affects: [], named: [] };

/** Fields asked for of a table that is not cached: enough to see that the answer is ours. */
const IDENTITY = ['sys_id', 'sys_mod_count'];

/** The request of an entry's next step, with what its answer tells; null for a step that is not one such request. */
export function requestOf(link: Link, entry: Entry): Request<Acknowledged> | null {
  const step = entry.steps[entry.step];
  const key = requestKey(entry, entry.step);
  switch (step?.do) {
    case undefined:
      return null;
    case 'create': {
      const values = { ...step.fields, sys_id: step.sys_id };
      return telling(step, creating(step.table, values, fieldsOf(link, step.table), key));
    }
    case 'update':
      return isEmpty(step)
        ? null
        : telling(step, updating(step.table, step.sys_id, step.fields, fieldsOf(link, step.table), key));
    case 'note': {
      const values = { [step.field]: step.text };
      return telling(step, updating(step.table, step.sys_id, values, fieldsOf(link, step.table), key));
    }
    case 'delete':
      return telling(step, removing(step.table, step.sys_id, key));
    case 'call': {
      const { ask, read } = calling(step.method, step.path, step.body, key);
      return { ask, read: (told) => ({ told: null, affects: step.affects, named: namedBy(read(told)) }) };
    }
    case 'check':
    case 'attach':
      return null;
  }
}

/** Runs an entry's next step against the instance. Throws Failed when it was not acknowledged, LeaseLost when it did not leave. */
export async function sendStep(link: Link, sender: Sender, entry: Entry): Promise<Acknowledged> {
  const request = requestOf(link, entry);
  if (request) return link.instance.send(request, leavingFor(link, sender));
  const step = entry.steps[entry.step];
  if (step?.do === 'check') return checkOnline(link, step);
  if (step?.do === 'attach') return attach(link, sender, step, requestKey(entry, entry.step));
  // Nothing is left to do: every value was left to the instance, or no condition of a step was met.
  return NOTHING;
}

/** Keeps what would leave here when another process has become the one that sends, while a token was fetched for it. */
export function leavingFor(link: Link, sender: Sender): () => void {
  return () => {
    holdLease(link.database, sender.token);
  };
}

function telling(
  step: { table: string; sys_id: string },
  { ask, read }: Request<RemoteRecord | null>,
): Request<Acknowledged> {
  return { ask, read: (told) => tellOf(step, read(told)) };
}

/** Every field of the update was left to the instance's value. */
function isEmpty(step: Extract<CompiledStep, { do: 'update' }>): boolean {
  return Object.keys(step.fields).length === 0;
}

/** Uploads a file; the answer is a record of `sys_attachment`, which the definition may cache. */
async function attach(
  link: Link,
  sender: Sender,
  { table, sys_id, file }: Extract<CompiledStep, { do: 'attach' }>,
  key: string,
): Promise<Acknowledged> {
  const upload = { ...file, table, sys_id, path: link.filePath(file.hash) };
  const uploading = (sent: number) => {
    link.uploading(file.name, sent, file.size);
  };
  const record = await link.instance.upload(upload, key, uploading, leavingFor(link, sender));
  return tellOfFile(record);
}

/** What the instance said of a file, as told. */
export function tellOfFile(record: RemoteRecord): Acknowledged {
  return tellOf({ table: 'sys_attachment', sys_id: record['sys_id']?.value ?? '' }, record);
}

/** Fields to ask for when a record of this table is read. */
export function fieldsOf(link: Link, table: string): string[] {
  const cached = link.catalog().tables.get(table);
  return cached ? remoteFields(cached) : IDENTITY;
}

export function tellOf(step: { table: string; sys_id: string }, record: RemoteRecord | null): Acknowledged {
  return { ...NOTHING, told: { table: step.table, sys_id: step.sys_id, record } };
}

/** Reads the record afresh and refuses the entry, in the definition's words, when the condition does not hold. */
async function checkOnline(link: Link, step: Extract<CompiledStep, { do: 'check' }>): Promise<Acknowledged> {
  const catalog = link.catalog();
  const table = catalog.tables.get(step.table);
  const refused = (detail: string | null) =>
    new Failed({ kind: 'refused', status: 0, message: step.message, detail });
  if (!table) throw refused(`The table ${step.table} is not kept on this laptop any more`);
  const record = await link.instance.record(step.table, step.sys_id, remoteFields(table));
  if (!record) throw refused('The record is gone, or access rules hide it');
  const holds = matcher(
    parse(step.when),
    table,
    contextOf(catalog, link.time.now()),
    lookupIn(link.database, catalog),
  );
  if (!holds(rowFrom(table, record, link.instance.zone))) throw refused(null);
  return tellOf(step, record);
}
