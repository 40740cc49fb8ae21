import type { RemoteRecord } from '../instance/record.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { readTime } from '../records/journal.ts';
import { hasNote } from './journal.ts';
import type { Link } from './link.ts';
import { type Acknowledged, fieldsOf, stepOf, tellOf, tellOfFile } from './send.ts';

/** What a look at the instance tells of a step whose answer never came. */
export type Probed =
  | { found: 'done'; acknowledged: Acknowledged }
  | { found: 'not-done' }
  /** Nothing on the instance can tell; a person has to decide. */
  | { found: 'unclear'; message: string };

/**
 * Looks whether a step was done although its answer was lost, before it is ever sent again (facts/peers.md section 5,
 * rows 1 and 2). Throws Failed when the instance cannot be asked.
 */
export async function probeStep(link: Link, entry: Entry, index: number): Promise<Probed> {
  const step = stepOf(entry, index);
  switch (step.do) {
    case 'check':
      return { found: 'not-done' };
    case 'create': {
      const record = await link.instance.record(step.table, step.sys_id, fieldsOf(link, step.table));
      return record ? done(step, record) : { found: 'not-done' };
    }
    case 'delete': {
      const record = await link.instance.record(step.table, step.sys_id, ['sys_id']);
      return record ? { found: 'not-done' } : done(step, null);
    }
    case 'attach':
      return probeFile(link, entry, step);
    case 'update':
      return probeUpdate(link, entry, step);
    case 'note':
      return probeNote(link, entry, step);
    case 'call':
      // The endpoint answers the same key with its first answer, so asking again is the probe.
      return step.idempotent
        ? { found: 'not-done' }
        : {
            found: 'unclear',
            message:
              'The connection was lost before the instance answered, and it cannot be asked whether it did this. ' +
              'Look at the record there; try again only if nothing happened.',
          };
  }
}

function done(step: { table: string; sys_id: string }, record: RemoteRecord | null): Probed {
  return { found: 'done', acknowledged: tellOf(step, record) };
}

/**
 * An update was done when the record holds every value that was sent, or when this user has changed it since the
 * attempt (a business rule may have changed a value further).
 */
async function probeUpdate(
  link: Link,
  entry: Entry,
  step: Extract<CompiledStep, { do: 'update' }>,
): Promise<Probed> {
  const wanted = [...Object.keys(step.fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  const asked = [...new Set([...fieldsOf(link, step.table), ...wanted])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record || record['sys_mod_count']?.value === step.modCount) return { found: 'not-done' };
  const holds = Object.entries(step.fields).every(([field, value]) => record[field]?.value === value);
  return holds || changedByUsSince(link, entry, record) ? done(step, record) : { found: 'not-done' };
}

async function probeNote(
  link: Link,
  entry: Entry,
  step: Extract<CompiledStep, { do: 'note' }>,
): Promise<Probed> {
  const asked = [...new Set([...fieldsOf(link, step.table), step.field, 'sys_updated_on'])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record) return { found: 'not-done' };
  const since = attemptedAt(link, entry);
  const written = hasNote(record, step, link.catalog().user.name, since);
  return written ? done(step, record) : { found: 'not-done' };
}

/** A file is there when the record has one of its name and size that was put there since the attempt. */
async function probeFile(
  link: Link,
  entry: Entry,
  { sys_id, file }: Extract<CompiledStep, { do: 'attach' }>,
): Promise<Probed> {
  const since = attemptedAt(link, entry);
  const found = (await link.instance.attachments(sys_id, file.name, file.size)).find(
    // `sys_created_on` may be the time it was taken, so the update tells when it came.
    (record) => readTime(record['sys_updated_on']?.value ?? '') >= since,
  );
  return found ? { found: 'done', acknowledged: tellOfFile(found) } : { found: 'not-done' };
}

/** Clocks are read to the second, and the offset to the instance's is not exact. */
const SLACK_MS = 2000;

function changedByUsSince(link: Link, entry: Entry, record: RemoteRecord): boolean {
  const by = record['sys_updated_by']?.value;
  const on = readTime(record['sys_updated_on']?.value ?? '');
  return by === link.catalog().user.userName && on >= attemptedAt(link, entry);
}

/** The last attempt by the instance's clock, a little earlier to be on the safe side. */
function attemptedAt(link: Link, entry: Entry): number {
  const device = Date.parse(entry.attemptedAt ?? entry.triggeredAt);
  return device + (link.instance.clockOffset ?? 0) - SLACK_MS;
}
