import { fillAll } from '../../definition/template.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import { updating } from '../../instance/requests.ts';
import { lastAttempt } from '../../outbox/doubt.ts';
import { type Entry, requestKey } from '../../outbox/entry.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { entriesTouching } from '../../outbox/waiting.ts';
import { isShared } from '../../outbox/doubt.ts';
import { instantOfUtc } from '../../query/utc.ts';
import type { Link } from '../../link.ts';
import { fieldsOf, NOTHING, tellOf } from '../acknowledged.ts';
import { compareUpdate, leftToThem } from '../conflict/compare.ts';
import { afterOwn, ownChangeOf } from '../conflict/own-change.ts';
import { countNotes } from '../notes.ts';
import { findRecord, type FoundRecord } from '../find-record.ts';
import { telling } from '../telling.ts';
import {
  type Kind,
  type Looked,
  type Looking,
  NOT_THERE,
  nothingMore,
  OUT_OF_SIGHT,
  SAFE_TO_SEND,
} from './kind.ts';

/** Changes fields of a record. */
export const update: Kind<'update'> = {
  compile: ({ set }, { target: { table, sys_id }, scope, sight }) => {
    const fields = fillAll(set, scope);
    return [
      { do: 'update', table, sys_id, fields, ...sight.ofUpdate({ table, sys_id }, Object.keys(fields)) },
    ];
  },
  change: ({ set }, { target: { table }, scope, withDisplay }) => [
    { operation: 'update', fields: withDisplay(table, fillAll(set, scope)) },
  ],
  request: ({ link, entry }, step) => {
    // Every field was left to the instance's value.
    if (Object.keys(step.fields).length === 0) return null;
    const fields = fieldsOf(link, step.table);
    return telling(
      step,
      updating(step.table, step.sys_id, step.fields, fields, requestKey(entry, entry.step)),
    );
  },
  carryOut: () => Promise.resolve(NOTHING),
  compares: {
    verdict: compareUpdate,
    looksBehind: false,
    leftOut: leftToThem,
    without: (step, left) => ({
      ...step,
      fields: Object.fromEntries(Object.entries(step.fields).filter(([field]) => !(field in left))),
    }),
  },
  look,
  lookElsewhere,
  leavesTrace: true,
  refusedWhenDone: null,
  settle: nothingMore,
};

/**
 * It was done when the one change since the attempt is this user's, and no field stands as it was before (a business rule
 * may have changed a value further). It also was when the record holds every value that was sent; but where they were there before,
 * or came by another change, that does not prove that the request has arrived. Anything else may be somebody's change with one of
 * ours over it, such as a call of another entry: it is sent again then, with a look whether it clashes. Of a record that is hidden nothing
 * is known: one's own update may have hidden it.
 */
async function look(looking: Looking, step: StepOf<'update'>): Promise<Looked> {
  const { link, entry } = looking;
  const { record, isThere } = await recordOf(link, step);
  if (!record) return isThere ? OUT_OF_SIGHT : SAFE_TO_SEND;
  const modCount = lastAttempt(entry)?.modCount ?? step.modCount;
  const isProven =
    isNextTo(modCount, record) && isChangedByUs(looking, record) && isChanged(link, step, record);
  const acknowledged = tellOf(step, record);
  if (isProven) return { found: 'done', acknowledged };
  const holds = Object.entries(step.fields).every(([field, value]) => record[field]?.value === value);
  return holds ? { found: 'looks-done', acknowledged } : NOT_THERE;
}

/** It was done when the record is as it left it, or as later entries did: none of them goes before it. */
async function lookElsewhere({ link, entry, since }: Looking, step: StepOf<'update'>): Promise<Looked> {
  const { record, isThere } = await recordOf(link, step);
  if (!record) return isThere ? OUT_OF_SIGHT : SAFE_TO_SEND;
  if (record['sys_mod_count']?.value === step.modCount) return SAFE_TO_SEND;
  const later = laterUpdates(link, entry, step);
  const { name } = link.catalog().user;
  const holds = Object.entries(step.fields).every(([field, value]) => {
    const now = record[field]?.value;
    if (now === value || countNotes(record, { field, text: value }, name, since, link.instance.zone) > 0)
      return true;
    return now !== undefined && later.some(({ fields }) => fields[field] === now);
  });
  return holds ? { found: 'looks-done', acknowledged: tellOf(step, record) } : NOT_THERE;
}

function recordOf(link: Link, { table, sys_id, fields }: StepOf<'update'>): Promise<FoundRecord> {
  const wanted = [...Object.keys(fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  return findRecord(link, table, sys_id, [...new Set([...fieldsOf(link, table), ...wanted])]);
}

/** Nothing but one change lies between this version and the record. */
function isNextTo(before: string | null, record: RemoteRecord): boolean {
  return before !== null && Number(record['sys_mod_count']?.value) === Number(before) + 1;
}

/** Every field that the step changes has another value than before: the one that was sent, or one made of it. */
function isChanged(link: Link, step: StepOf<'update'>, record: RemoteRecord): boolean {
  const own = ownChangeOf(link.database, step.sys_id);
  const changes = Object.entries(step.fields).flatMap(([field, value]) => {
    const seen = step.seen[field];
    const before = seen && afterOwn(own, field, seen.value, step.modCount);
    return before === undefined || before === value ? [] : [record[field]?.value !== before];
  });
  return changes.length > 0 && changes.every(Boolean);
}

function isChangedByUs({ link, since }: Looking, record: RemoteRecord): boolean {
  const by = record['sys_updated_by']?.value;
  const on = instantOfUtc(record['sys_updated_on']?.value ?? '');
  return by === link.catalog().user.userName && on >= since;
}

function laterUpdates({ database }: Link, entry: Entry, { sys_id }: StepOf<'update'>): StepOf<'update'>[] {
  const behind = entriesTouching(database, sys_id).filter(
    (other) => other.seq > entry.seq && isShared(other),
  );
  const steps = [...entry.steps.slice(entry.step + 1), ...behind.flatMap((other) => other.steps)];
  return steps.filter((step) => step.do === 'update').filter((step) => step.sys_id === sys_id);
}
