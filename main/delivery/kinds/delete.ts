import { removing } from '../../instance/requests.ts';
import { requestKey } from '../../outbox/entry.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { tellOf } from '../acknowledged.ts';
import { compareDelete } from '../conflict/compare.ts';
import { findRecord } from '../find-record.ts';
import { telling } from '../telling.ts';
import {
  type Kind,
  type Looked,
  type Looking,
  nothingMore,
  nothingToCarryOut,
  SAFE_TO_SEND,
} from './kind.ts';

/** Deletes a record. Doing it twice does no harm. */
export const remove: Kind<'delete'> = {
  compile: (_, { target: { table, sys_id }, sight }) => [
    { do: 'delete', table, sys_id, ...sight.ofDelete({ table, sys_id }) },
  ],
  change: () => [{ operation: 'delete' }],
  request: ({ entry }, step) =>
    telling(step, removing(step.table, step.sys_id, requestKey(entry, entry.step))),
  carryOut: nothingToCarryOut,
  // What is only hidden is not gone: the instance is to say what it thinks of that.
  compares: { verdict: compareDelete, looksBehind: true, leftOut: () => ({}), without: (step) => step },
  look,
  lookElsewhere: look,
  leavesTrace: true,
  refusedWhenDone: {
    by: (failure) => failure.kind === 'refused' && failure.status === 404,
    isThere: false,
  },
  settle: nothingMore,
};

async function look({ link }: Looking, step: StepOf<'delete'>): Promise<Looked> {
  const { isThere } = await findRecord(link, step.table, step.sys_id, ['sys_id']);
  return isThere ? SAFE_TO_SEND : { found: 'done', acknowledged: tellOf(step, null) };
}
