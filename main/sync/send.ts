import { Failed } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { type Entry, requestKey } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import { contextOf, lookupIn } from '../records/context.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import type { Link } from './link.ts';
import { type Named, namedBy } from './reread.ts';

/** What the instance said to a step that it has done. */
export interface Acknowledged {
  /** The record as the instance now has it (null: it is gone); null when the step's answer tells no record. */
  told: { table: string; sys_id: string; record: RemoteRecord | null } | null;
  /** Tables to read again. */
  affects: readonly string[];
  /** Records to read again. */
  named: readonly Named[];
}

/** Fields asked for of a table that is not cached: enough to see that the answer is ours. */
const IDENTITY = ['sys_id', 'sys_mod_count'];

/** Runs one step of an entry against the instance. Throws Failed when it was not acknowledged. */
export async function sendStep(link: Link, entry: Entry, index: number): Promise<Acknowledged> {
  const step = stepOf(entry, index);
  const { instance } = link;
  const key = requestKey(entry, index);
  switch (step.do) {
    case 'check':
      return checkOnline(link, step);
    case 'create': {
      const values = { ...step.fields, sys_id: step.sys_id };
      return tellOf(step, await instance.create(step.table, values, fieldsOf(link, step.table), key));
    }
    case 'update':
      return tellOf(
        step,
        await instance.update(step.table, step.sys_id, step.fields, fieldsOf(link, step.table), key),
      );
    case 'note': {
      const values = { [step.field]: step.text };
      return tellOf(
        step,
        await instance.update(step.table, step.sys_id, values, fieldsOf(link, step.table), key),
      );
    }
    case 'attach':
      return attach(link, step, key);
    case 'delete':
      await instance.remove(step.table, step.sys_id, key);
      return tellOf(step, null);
    case 'call':
      return callEndpoint(link, step, key);
  }
}

async function callEndpoint(
  { instance }: Link,
  { method, path, body, affects }: Extract<CompiledStep, { do: 'call' }>,
  key: string,
): Promise<Acknowledged> {
  const result = await instance.call(method, path, body, key);
  return { told: null, affects, named: namedBy(result) };
}

/** Uploads a file; the answer is a record of `sys_attachment`, which the definition may cache. */
async function attach(
  link: Link,
  { table, sys_id, file }: Extract<CompiledStep, { do: 'attach' }>,
  key: string,
): Promise<Acknowledged> {
  const upload = { ...file, table, sys_id, path: link.filePath(file.hash) };
  const record = await link.instance.upload(upload, key, (sent) => {
    link.uploading(file.name, sent, file.size);
  });
  return tellOfFile(record);
}

/** What the instance said of a file, as told. */
export function tellOfFile(record: RemoteRecord): Acknowledged {
  return tellOf({ table: 'sys_attachment', sys_id: record['sys_id']?.value ?? '' }, record);
}

/** The step at a position; an entry never has fewer steps than its progress says. */
export function stepOf(entry: Entry, index: number): CompiledStep {
  const step = entry.steps[index];
  if (!step) throw new Error(`entry ${entry.seq} has no step ${index}`);
  return step;
}

/** Fields to ask for when a record of this table is read. */
export function fieldsOf(link: Link, table: string): string[] {
  const cached = link.catalog().tables.get(table);
  return cached ? remoteFields(cached) : IDENTITY;
}

export function tellOf(step: { table: string; sys_id: string }, record: RemoteRecord | null): Acknowledged {
  return { told: { table: step.table, sys_id: step.sys_id, record }, affects: [], named: [] };
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
  if (!holds(rowFrom(table, record))) throw refused(null);
  return tellOf(step, record);
}
