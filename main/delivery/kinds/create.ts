import { fillAll } from '../../definition/template.ts';
import { Failed } from '../../instance/failed.ts';
import { creating } from '../../instance/requests.ts';
import type { Link } from '../../link.ts';
import { requestKey } from '../../outbox/entry.ts';
import { utcText } from '../../query/utc.ts';
import { fieldsOf, tellOf } from '../acknowledged.ts';
import { findRecord } from '../find-record.ts';
import { hasMade } from '../own-steps.ts';
import { renameRecord } from '../rename.ts';
import { telling } from '../telling.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { type Kind, type Looked, type Looking, NOT_THERE, nothingToCarryOut, OUT_OF_SIGHT } from './kind.ts';

/** Makes a record, under a sys_id that this laptop has made up. */
export const create: Kind<'create'> = {
  compile: ({ set }, { target: { table, sys_id }, scope }) => [
    { do: 'create', table, sys_id, fields: fillAll(set, scope) },
  ],
  change: ({ set }, { target: { table }, scope, withDisplay }) => [
    { operation: 'insert', fields: withDisplay(table, fillAll(set, scope)) },
  ],
  request: ({ link, entry }, step) => {
    const values = { ...step.fields, sys_id: step.sys_id };
    const fields = fieldsOf(link, step.table);
    return telling(step, creating(step.table, values, fields, requestKey(entry, entry.step)));
  },
  carryOut: nothingToCarryOut,
  compares: null,
  look,
  lookElsewhere: look,
  leavesTrace: true,
  refusedWhenDone: { by: ({ kind }) => kind === 'refused', isThere: true },
  settle: (write, { link, sender, entry }, step, acknowledged) => {
    const { told } = acknowledged;
    const given = told?.record?.['sys_id']?.value;
    if (told === null || given === undefined) return { entry, acknowledged };
    const isKept = given === step.sys_id;
    sender.learnSysIds(write, isKept);
    if (isKept) return { entry, acknowledged };
    return {
      entry: renameRecord(write, link.catalog(), entry, step.sys_id, given),
      acknowledged: { ...acknowledged, told: { ...told, sys_id: given } },
    };
  },
};

/**
 * The record is found by the sys_id it was sent with. An instance that gives its own, or may for all we know, is asked for what
 * this user has created since with just these values.
 */
async function look(looking: Looking, step: StepOf<'create'>): Promise<Looked> {
  const { link, sender } = looking;
  const { record, isThere } = await findRecord(link, step.table, step.sys_id, fieldsOf(link, step.table));
  if (isThere) return { found: 'done', acknowledged: tellOf(step, record) };
  if (await wasDeleted(link, step.sys_id)) return { found: 'done', acknowledged: tellOf(step, null) };
  return sender.keepsSysIds === true ? NOT_THERE : lookForAlike(looking, step);
}

async function lookForAlike({ link, entry, since }: Looking, step: StepOf<'create'>): Promise<Looked> {
  const { records, total } = await link.instance.page({
    table: step.table,
    query: `sys_created_by=${link.catalog().user.userName}^sys_created_on>=${utcText(since)}^ORDERBYsys_created_on`,
    fields: [...new Set([...fieldsOf(link, step.table), ...Object.keys(step.fields)])],
    limit: 100,
    offset: 0,
    count: true,
  });
  const alike = records.filter((one) => {
    const holds = Object.entries(step.fields).every(
      ([field, value]) => one[field]?.value === value || one[field]?.value === undefined,
    );
    return holds && !hasMade(link, entry, step.table, one['sys_id']?.value ?? '');
  });
  const [first] = alike;
  if (!first) return total !== null && total > records.length ? OUT_OF_SIGHT : NOT_THERE;
  if (alike.length === 1) return { found: 'done', acknowledged: tellOf(step, first) };
  const message =
    `The connection was lost before the instance answered, and it has ${alike.length} records that could be this one. ` +
    'Look there; try again only if none of them is.';
  return { found: 'cannot-tell', message };
}

/**
 * Somebody has deleted the record that we made before we learnt of it: what is gone must not come back. The instance keeps a
 * list of the deleted, for a while, and shows it to few users; whom it does not, nobody can tell.
 */
async function wasDeleted(link: Link, sysId: string): Promise<boolean> {
  try {
    const { records } = await link.instance.page({
      table: 'sys_audit_delete',
      query: `documentkey=${sysId}`,
      fields: ['documentkey'],
      limit: 1,
      offset: 0,
      count: false,
    });
    return records.length > 0;
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'refused') return false;
    throw error;
  }
}
