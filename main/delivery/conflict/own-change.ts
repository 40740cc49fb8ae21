import type { Reader, Writer } from '../../database/database.ts';
import { build, query } from '../../database/query.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import { lastAttempt } from '../../outbox/doubt.ts';
import type { Entry } from '../../outbox/entry.ts';
import { factsOf } from '../../outbox/steps.ts';
import { isTouchedByOthers } from '../../outbox/order.ts';
import type { Row } from '../../query/row.ts';
import type { Catalog } from '../../records/catalog.ts';
import { rowFrom } from '../../records/remote.ts';
import { baseOf } from '../../records/view.ts';
import type { Acknowledged } from '../acknowledged.ts';

/**
 * What our own acknowledged entries made of a record, so that a later entry does not clash with an earlier one of the same
 * person, nor with what a business rule made of that in the same answer.
 *
 * Only what is certain counts: the answer's `sys_mod_count` must be the one that was read right before plus one (or the record
 * made by us), and the instance must name us as who changed it. If anybody else's change may lie between, nothing is taken for
 * ours, and the worst that happens is that a person is asked. That the base we hold has the instance's `sys_mod_count` and was
 * last changed by us would not do: an earlier entry on other fields may have gone over somebody's change, merged with it, and
 * the later entry must still see that change.
 */
export interface OwnChange {
  /** `sys_mod_count` before the first of an unbroken run of our changes; empty: we created the record. */
  since: string;
  /** `sys_mod_count` after the last of them. */
  until: string;
  /** By field: values that our changes replaced, the value since, and the `sys_mod_count` with which it came. */
  became: Readonly<Record<string, { was: string[]; now: string; at: string }>>;
}

interface Stored {
  sys_id: string;
  since: string;
  until: string;
  became: string;
}

const ofRecord = query<{ sys_id: string }, Stored>((p) =>
  build.selectFrom('own_change').selectAll().where('sys_id', '=', p('sys_id')),
);

const put = query<{ [K in keyof Stored]: Stored[K] }>((p) =>
  build
    .insertInto('own_change')
    .values({ sys_id: p('sys_id'), since: p('since'), until: p('until'), became: p('became') })
    .onConflict((conflict) =>
      conflict.column('sys_id').doUpdateSet((row) => ({
        since: row.ref('excluded.since'),
        until: row.ref('excluded.until'),
        became: row.ref('excluded.became'),
      })),
    ),
);

const remove = query<{ sys_id: string }>((p) =>
  build.deleteFrom('own_change').where('sys_id', '=', p('sys_id')),
);

/** Values that a field's later changes are remembered to have replaced, newest last. */
const REMEMBERED = 20;

export function ownChangeOf(reader: Reader, sysId: string): OwnChange | null {
  const stored = reader.first(ofRecord, { sys_id: sysId });
  return stored
    ? { since: stored.since, until: stored.until, became: JSON.parse(stored.became) as OwnChange['became'] }
    : null;
}

/** True when nobody but us has changed the record between these two `sys_mod_count`s (null: before it was there). */
export function isOurs(own: OwnChange | null, from: string | null, to: string): boolean {
  return own !== null && own.until === to && number(own.since) <= number(from);
}

/** What a field that was seen as `value`, at a `sys_mod_count`, is after our own later changes. */
export function afterOwn(
  own: OwnChange | null,
  field: string,
  value: string,
  modCount: string | null,
): string {
  const became = own?.became[field];
  if (!became || number(modCount) >= number(became.at)) return value;
  return became.was.includes(value) ? became.now : value;
}

/**
 * Takes down what an entry's next step, acknowledged just now, made of its record; nothing when no one else waits on the record.
 * `entry` is as it was sent, and the base must not have taken the answer yet.
 */
export function noteOwnChange(
  write: Writer,
  catalog: Catalog,
  entry: Entry,
  told: Acknowledged['told'],
): void {
  const step = entry.steps[entry.step];
  const table = told && catalog.tables.get(told.table);
  if (!told?.record || !table || !step) return;
  const { record, makes, fields: sent } = factsOf(step);
  if (record?.sys_id !== told.sys_id) return;
  if (!isWaitedFor(write, entry, told.sys_id)) {
    write.run(remove, { sys_id: told.sys_id });
    return;
  }
  const base = makes ? null : baseOf(write, table, told.sys_id);
  const versions = versionsOf(entry, makes, base, told.record);
  if (!versions || !isOurOne(catalog, told.record, makes, versions)) return;
  const known = knownBefore(base, makes, versions);
  const now = Object.entries(rowFrom(table, told.record, null)).filter(
    ([field]) => !field.startsWith('sys_') && table.types.has(field),
  );
  lengthenRun(write, told.sys_id, versions, now, { known, sent, makes });
}

/** What we knew of the record right before our change: all that there was, or null when the base is of another version. */
function knownBefore(base: Row | null, makes: boolean, { before }: Versions): Row | null {
  if (makes) return {};
  return base?.['sys_mod_count'] === before ? base : null;
}

/** Adds a change of ours to the run that it follows; one that follows none begins its own. */
function lengthenRun(
  write: Writer,
  sysId: string,
  { before, after }: Versions,
  now: readonly (readonly [field: string, value: string])[],
  change: ChangeSent,
): void {
  const own = ownChangeOf(write, sysId);
  const earlier = own?.became ?? {};
  write.run(put, {
    sys_id: sysId,
    since: own?.until === before ? own.since : before,
    until: after,
    became: JSON.stringify(becomes(earlier, now, after, change)),
  });
}

interface Versions {
  /** `sys_mod_count` before our change (empty for a record that it made) and after it. */
  before: string;
  after: string;
}

/** One change of ours: what was known of the record before it, what was sent, and whether it made the record. */
interface ChangeSent {
  known: Row | null;
  sent: Readonly<Record<string, string>>;
  makes: boolean;
}

/** Null when one of the versions is not known. */
function versionsOf(entry: Entry, makes: boolean, base: Row | null, record: RemoteRecord): Versions | null {
  const before = makes ? '' : (lastAttempt(entry)?.modCount ?? base?.['sys_mod_count'] ?? null);
  const after = record['sys_mod_count']?.value ?? '';
  return before === null || after === '' ? null : { before, after };
}

/** What the fields became, once those are added that a change has brought with a version. */
function becomes(
  earlier: OwnChange['became'],
  now: readonly (readonly [field: string, value: string])[],
  version: string,
  change: ChangeSent,
): OwnChange['became'] {
  const became = new Map(Object.entries(earlier));
  for (const [field, value] of now) {
    const replaced = replacedBy(change.known, change.sent, field, value, change.makes);
    const kept = became.get(field);
    if (replaced.length > 0) {
      const was = [...new Set([...(kept?.was ?? []), ...replaced])].slice(-REMEMBERED);
      became.set(field, { was, now: value, at: version });
    } else if (kept?.now !== value) became.delete(field);
  }
  return Object.fromEntries(became);
}

/** Another entry, or a later step of this one, is about the record. */
function isWaitedFor(reader: Reader, entry: Entry, sysId: string): boolean {
  const later = entry.steps.slice(entry.step + 1).map(factsOf);
  return isTouchedByOthers(reader, sysId, entry.seq) || later.some(({ record }) => record?.sys_id === sysId);
}

/** Nothing but our own change, if any, lies between the two versions. */
function isOurOne(
  { user }: Catalog,
  record: RemoteRecord,
  makes: boolean,
  { before, after }: Versions,
): boolean {
  const grown = number(after) - number(before);
  const byUs = record['sys_updated_by']?.value === user.userName;
  return grown === 0 || (byUs && (grown === 1 || makes));
}

/** Values of a field that the answer shows replaced: the one before, and the one that was sent where a rule changed it. */
function replacedBy(
  before: Row | null,
  sent: Readonly<Record<string, string>>,
  field: string,
  now: string,
  created: boolean,
): string[] {
  const old = before?.[field] ?? (created ? '' : now);
  return [old, sent[field] ?? now].filter((value) => value !== now);
}

function number(modCount: string | null): number {
  return modCount === null || modCount === '' ? -1 : Number(modCount);
}
