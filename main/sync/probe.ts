import type { RemoteRecord } from '../instance/record.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { sentFound } from '../outbox/history.ts';
import { readTime } from '../records/journal.ts';
import type { Link } from './link.ts';
import { countNotes } from './notes.ts';
import { afterOwn, ownChangeOf } from './ownChange.ts';
import { type Acknowledged, fieldsOf, tellOf, tellOfFile } from './send.ts';
import type { Sender } from './sender.ts';

/** What a look at the instance tells of a step whose answer never came. */
export type Probed =
  | { found: 'done'; acknowledged: Acknowledged }
  /** `again`: sent twice it would be there twice, so a request still on its way has to be waited for. */
  | { found: 'not-done'; again: 'harmless' | 'double' }
  /** Nothing on the instance can tell; a person has to decide. */
  | { found: 'unclear'; message: string };

type Step<D extends CompiledStep['do']> = Extract<CompiledStep, { do: D }>;

const NOT_DONE: Probed = { found: 'not-done', again: 'harmless' };
const NOT_YET: Probed = { found: 'not-done', again: 'double' };

/**
 * Looks whether a step was done although its answer was lost, before it is ever sent again (facts/peers.md section 5,
 * rows 1 and 2). Throws Failed when the instance cannot be asked.
 */
export async function probeStep(link: Link, sender: Sender, entry: Entry): Promise<Probed> {
  const step = entry.steps[entry.step];
  switch (step?.do) {
    case undefined:
    case 'check':
      return NOT_DONE;
    case 'create':
      return probeCreate(link, sender, entry, step);
    case 'delete': {
      const record = await link.instance.record(step.table, step.sys_id, ['sys_id']);
      return record ? NOT_DONE : done(step, null);
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
        ? NOT_DONE
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
 * A record is found by the sys_id it was sent with. An instance that gives its own, or may for all we know, is asked for what
 * this user has created since with just these values.
 */
async function probeCreate(link: Link, sender: Sender, entry: Entry, step: Step<'create'>): Promise<Probed> {
  const fields = fieldsOf(link, step.table);
  const record = await link.instance.record(step.table, step.sys_id, fields);
  if (record) return done(step, record);
  if (sender.keepsSysIds === true) return NOT_DONE;
  const wanted = [...new Set([...fields, ...Object.keys(step.fields)])];
  const { records } = await link.instance.page({
    table: step.table,
    query: `sys_created_by=${link.catalog().user.userName}^sys_created_on>=${utc(attemptedAt(link, entry))}^ORDERBYsys_created_on`,
    fields: wanted,
    limit: 100,
    offset: 0,
    count: false,
  });
  const alike = records.filter((one) => {
    const holds = Object.entries(step.fields).every(
      ([field, value]) => one[field]?.value === value || one[field]?.value === undefined,
    );
    return holds && !isOurs(link, entry, step.table, one['sys_id']?.value ?? '');
  });
  const [first] = alike;
  if (!first) return sender.keepsSysIds === false ? NOT_YET : NOT_DONE;
  if (alike.length === 1) return done(step, first);
  const message =
    `The connection was lost before the instance answered, and it has ${alike.length} records that could be this one. ` +
    'Look there; try again only if none of them is.';
  return { found: 'unclear', message };
}

/** True of a record that another entry of ours has created. */
function isOurs(link: Link, entry: Entry, table: string, sysId: string): boolean {
  return sentFound(link.database, RECENT).entries.some(
    ({ seq, steps }) =>
      seq !== entry.seq &&
      steps.some((step) => step.do === 'create' && step.table === table && step.sys_id === sysId),
  );
}

/**
 * An update was done when the record holds every value that was sent; or when this user has changed it since the attempt and
 * no field stands as it was before (a business rule may have changed a value further). Whatever else changed the record, such
 * as a call of another entry, leaves these fields alone; it is sent again then, with a look whether it clashes.
 */
async function probeUpdate(link: Link, entry: Entry, step: Step<'update'>): Promise<Probed> {
  const wanted = [...Object.keys(step.fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  const asked = [...new Set([...fieldsOf(link, step.table), ...wanted])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record) return NOT_DONE;
  const holds = Object.entries(step.fields).every(([field, value]) => record[field]?.value === value);
  if (holds) return done(step, record);
  const before = entry.modCountBefore ?? step.modCount;
  if (before !== null && record['sys_mod_count']?.value === before) return NOT_DONE;
  return changedByUsSince(link, entry, record) && isChangedFurther(link, step, record)
    ? done(step, record)
    : NOT_DONE;
}

/** Every field that the step changes has another value than before. */
function isChangedFurther(link: Link, step: Step<'update'>, record: RemoteRecord): boolean {
  const own = ownChangeOf(link.database, step.sys_id);
  const changes = Object.entries(step.fields).flatMap(([field, value]) => {
    const seen = step.seen[field];
    const before = seen && afterOwn(own, field, seen.value, step.modCount);
    return before === undefined || before === value ? [] : [record[field]?.value !== before];
  });
  return changes.length > 0 && changes.every(Boolean);
}

/** A note is there when the journal holds more of it than the other entries of ours have written. */
async function probeNote(link: Link, entry: Entry, step: Step<'note'>): Promise<Probed> {
  const asked = [...new Set([...fieldsOf(link, step.table), step.field, 'sys_updated_on'])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record) return NOT_DONE;
  const since = attemptedAt(link, entry);
  const written = countNotes(record, step, link.catalog().user.name, since);
  const others = countOurs(
    link,
    entry,
    (other) =>
      other.do === 'note' &&
      other.sys_id === step.sys_id &&
      other.field === step.field &&
      other.text.trim() === step.text.trim(),
  );
  return written > others ? done(step, record) : NOT_YET;
}

/** A file is there when the record has one of its name and size, put there since the attempt, that is not another of ours. */
async function probeFile(link: Link, entry: Entry, { sys_id, file }: Step<'attach'>): Promise<Probed> {
  const since = attemptedAt(link, entry);
  const found = (await link.instance.attachments(sys_id, file.name, file.size)).filter(
    // `sys_created_on` may be the time it was taken, so the update tells when it came.
    (record) => readTime(record['sys_updated_on']?.value ?? '') >= since && isContent(record, file.hash),
  );
  const others = countOurs(
    link,
    entry,
    (other) =>
      other.do === 'attach' &&
      other.sys_id === sys_id &&
      other.file.name === file.name &&
      other.file.hash === file.hash,
  );
  const ours = found[others];
  return ours ? { found: 'done', acknowledged: tellOfFile(ours) } : NOT_YET;
}

/** Instances keep the SHA-256 of a file; where one does not tell it, name and size have to do. */
function isContent(record: RemoteRecord, hash: string): boolean {
  const told = record['hash']?.value ?? '';
  return told === '' || told === hash;
}

/** Sent entries looked through for what else this laptop has written in the same moment. */
const RECENT = { search: '', limit: 200 };

/** Acknowledged steps like this one, of this entry or of others sent since its attempt. */
function countOurs(link: Link, entry: Entry, alike: (step: CompiledStep) => boolean): number {
  const since = Date.parse(entry.attemptedAt ?? entry.triggeredAt) - SLACK_MS;
  const others = sentFound(link.database, RECENT).entries.filter(
    ({ seq, sentAt }) => seq !== entry.seq && sentAt !== null && Date.parse(sentAt) >= since,
  );
  const steps = [...entry.steps.slice(0, entry.step), ...others.flatMap((other) => other.steps)];
  return steps.filter(alike).length;
}

/** Clocks are read to the second, and the offset to the instance's is not exact. */
const SLACK_MS = 2000;

function changedByUsSince(link: Link, entry: Entry, record: RemoteRecord): boolean {
  const by = record['sys_updated_by']?.value;
  const on = readTime(record['sys_updated_on']?.value ?? '');
  return by === link.catalog().user.userName && on >= attemptedAt(link, entry);
}

/**
 * The last attempt by the instance's clock, a little earlier to be on the safe side. The laptop's clock may have been set
 * between any two answers, so of the distance known then and the one known now that counts which tells the earlier time.
 * One never attempted here: its trigger.
 */
export function attemptedAt(link: Link, entry: Entry): number {
  const { attemptedAt: at, attemptOffset, triggeredAt, clockOffset } = entry;
  const [device, then] = at === null || entry.shared ? [triggeredAt, clockOffset] : [at, attemptOffset];
  const now = link.instance.clockOffset ?? then ?? 0;
  return Date.parse(device) + Math.min(then ?? now, now) - SLACK_MS;
}

function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
