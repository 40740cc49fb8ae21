import { Failed } from '../../instance/failed.ts';
import { matcher } from '../../query/matches.ts';
import { parse } from '../../query/parse.ts';
import { contextOf, lookupIn } from '../../records/context.ts';
import { remoteFields, rowFrom } from '../../records/remote.ts';
import { type Acknowledged, NOTHING, tellOf } from '../acknowledged.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { type Kind, type Looked, nothingMore, SAFE_TO_SEND, type Sending } from './kind.ts';

/** Stops the action unless the record meets a condition. It changes nothing, so it may always be asked again. */
export const check: Kind<'check'> = {
  compile: ({ when, message }, { target: { table, sys_id } }) => [
    { do: 'check', table, sys_id, when, message },
  ],
  change: () => [],
  request: () => null,
  carryOut: checkOnline,
  compares: null,
  look: () => Promise.resolve(SAFE_TO_SEND),
  lookElsewhere,
  leavesTrace: true,
  refusedWhenDone: null,
  settle: nothingMore,
};

/** Reads the record afresh and refuses the entry, in the definition's words, when the condition does not hold. */
async function checkOnline({ link }: Sending, step: StepOf<'check'>): Promise<Acknowledged> {
  const catalog = link.catalog();
  const table = catalog.tables.get(step.table);
  const refused = (detail: string | null) =>
    new Failed({ kind: 'refused', status: 0, message: step.message, detail });
  if (!table) throw refused(`The table ${step.table} is not kept on this laptop any more`);
  const record = await link.instance.record(step.table, step.sys_id, remoteFields(table));
  if (!record) throw refused('The record is gone, or access rules hide it');
  const context = contextOf(catalog, link.time.now());
  const holds = matcher(parse(step.when), table, context, lookupIn(link.database, catalog));
  if (!holds(rowFrom(table, record, link.instance.zone))) throw refused(null);
  return tellOf(step, record);
}

/** A condition may hold no longer because of what was done when it held. */
async function lookElsewhere({
  lookAtNext,
}: {
  lookAtNext: (() => Promise<Looked>) | null;
}): Promise<Looked> {
  const next = await lookAtNext?.();
  const isPassed = next?.found === 'done' || next?.found === 'looks-done';
  return isPassed ? { found: 'done', acknowledged: NOTHING } : SAFE_TO_SEND;
}
