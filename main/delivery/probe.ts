import { Failed } from '../instance/failed.ts';
import type { Entry } from '../outbox/entry.ts';
import { sentFound } from '../outbox/history.ts';
import { lookFor } from './find-record.ts';
import type { Link } from '../link.ts';
import { probeFile, probeNote } from './probe-added.ts';
import {
  attemptedAt,
  done,
  NOT_DONE,
  NOT_YET,
  OUT_OF_SIGHT,
  type Probed,
  RECENT,
  type Step,
} from './probed.ts';
import { probeUpdate } from './probe-update.ts';
import { fieldsOf } from './send.ts';
import type { Sender } from './sender.ts';
import { isTooOld } from './too-old.ts';

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
      const { isThere } = await lookFor(link, step.table, step.sys_id, ['sys_id']);
      return isThere ? NOT_DONE : done(step, null);
    }
    case 'attach':
      return probeFile(link, entry, step);
    case 'update':
      return probeUpdate(link, entry, step);
    case 'note':
      return probeNote(link, entry, step);
    case 'call':
      // The endpoint answers the same key with its first answer, so asking again is the probe; after weeks it may do it again.
      return step.idempotent && !isTooOld(link, entry)
        ? NOT_DONE
        : {
            found: 'unclear',
            message:
              'The connection was lost before the instance answered, and it cannot be asked whether it did this. ' +
              'Look at the record there; try again only if nothing happened.',
          };
  }
}

/**
 * A record is found by the sys_id it was sent with. An instance that gives its own, or may for all we know, is asked for what
 * this user has created since with just these values.
 */
async function probeCreate(link: Link, sender: Sender, entry: Entry, step: Step<'create'>): Promise<Probed> {
  const fields = fieldsOf(link, step.table);
  const { record, isThere } = await lookFor(link, step.table, step.sys_id, fields);
  if (isThere) return done(step, record);
  if (await wasDeleted(link, step.sys_id)) return done(step, null);
  if (sender.keepsSysIds === true) return NOT_YET;
  const wanted = [...new Set([...fields, ...Object.keys(step.fields)])];
  const { records, total } = await link.instance.page({
    table: step.table,
    query: `sys_created_by=${link.catalog().user.userName}^sys_created_on>=${utc(attemptedAt(link, entry))}^ORDERBYsys_created_on`,
    fields: wanted,
    limit: 100,
    offset: 0,
    count: true,
  });
  const alike = records.filter((one) => {
    const holds = Object.entries(step.fields).every(
      ([field, value]) => one[field]?.value === value || one[field]?.value === undefined,
    );
    return holds && !isOurs(link, entry, step.table, one['sys_id']?.value ?? '');
  });
  const [first] = alike;
  if (!first) return total !== null && total > records.length ? OUT_OF_SIGHT : NOT_YET;
  if (alike.length === 1) return done(step, first);
  const message =
    `The connection was lost before the instance answered, and it has ${alike.length} records that could be this one. ` +
    'Look there; try again only if none of them is.';
  return { found: 'unclear', message };
}

/**
 * Somebody has deleted the record that we made before we learnt of it: what is gone must not come back. The instance keeps a
 * list of the deleted, for a while, and shows it to few users; whom it does not, nobody can tell.
 */
async function wasDeleted(link: Link, sysId: string): Promise<boolean> {
  try {
    const page = { limit: 1, offset: 0, count: false, fields: ['documentkey'] };
    const query = `documentkey=${sysId}`;
    const { records } = await link.instance.page({ ...page, table: 'sys_audit_delete', query });
    return records.length > 0;
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'refused') return false;
    throw error;
  }
}

/** True of a record that another entry of ours has created. */
function isOurs(link: Link, entry: Entry, table: string, sysId: string): boolean {
  return sentFound(link.database, RECENT).entries.some(
    ({ seq, steps }) =>
      seq !== entry.seq &&
      steps.some((step) => step.do === 'create' && step.table === table && step.sys_id === sysId),
  );
}

function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
