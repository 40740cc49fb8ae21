import type { Column, ListRow, OfferedAction } from '../../../preload/contract/records.ts';
import type { FormTarget } from '../../../preload/contract/forms.ts';
import type { BulkWish } from '../../state/bulk.svelte.ts';
import { cellText } from '../../format/cell.ts';
import { words } from '../../messages/messages.ts';

/** What one action would do with the selected rows. */
export type Plan = Pick<BulkWish, 'action' | 'able' | 'unable'>;

/** The actions of the selected rows: with which of them each can be done, and why not with the others. */
export function plansFor(rows: ListRow[], columns: Column[]): Plan[] {
  const plans = new Map<string, Plan>();
  for (const row of rows) {
    const target = { table: row.table, sys_id: row.sys_id, title: titleOf(row, columns) };
    for (const action of row.actions) {
      const plan = plans.get(action.id) ?? { action, able: [], unable: [] };
      plans.set(action.id, withTarget(plan, action, target));
    }
  }
  return [...plans.values()];
}

/** What a row is called: its first cell. */
function titleOf({ cells }: ListRow, [first]: Column[]): string {
  return (first === undefined ? '' : cellText(first.type, cells[first.field])) || words.none;
}

function withTarget(plan: Plan, { offered, why }: OfferedAction, target: FormTarget): Plan {
  if (offered) return { ...plan, able: [...plan.able, target] };
  const known = plan.unable.find((group) => group.why === why);
  const group = { why: why ?? '', targets: [...(known?.targets ?? []), target] };
  return { ...plan, unable: [...plan.unable.filter((one) => one !== known), group] };
}
