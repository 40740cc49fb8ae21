import type { FormTarget, FormTargets } from '../../preload/contract/forms.ts';
import type { Account } from '../account/account.ts';
import { obstacle } from '../actions/offer.ts';
import type { Action } from '../definition/schema.ts';
import type { DraftTarget } from '../drafts/drafts.ts';
import { tableOf, titleOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';

/** For which of many records an action can be triggered now, in their order, and why not for the others. */
export function targetsOf(
  { catalog, database, sync }: Account,
  action: Action,
  targets: readonly DraftTarget[],
  now: number,
): FormTargets {
  const table = tableOf(catalog, action.table);
  const able: FormTarget[] = [];
  const unable = new Map<string, FormTarget[]>();
  for (const { sys_id, title } of targets) {
    const row = readRow(database, table, sys_id);
    const target = { table: table.name, sys_id, title: row ? titleOf(catalog, table.name, row) : title };
    const why = row
      ? obstacle(database, catalog, action, row, { connected: sync.online, now })
      : 'Not on this laptop any more';
    if (why === null) able.push(target);
    else unable.set(why, [...(unable.get(why) ?? []), target]);
  }
  return { able, unable: [...unable].map(([why, them]) => ({ why, targets: them })) };
}

/** The records of a form for many, with what they are called now. */
export function namedTargets({ catalog, database }: Account, action: Action, many: readonly string[]) {
  const table = tableOf(catalog, action.table);
  return many.map((sys_id): DraftTarget => {
    const row = readRow(database, table, sys_id) ?? null;
    return { sys_id, title: titleOf(catalog, table.name, row) };
  });
}
