import { updating } from '../../instance/requests.ts';
import { requestKey } from '../../outbox/entry.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { fill } from '../../definition/template.ts';
import { fieldsOf, tellOf } from '../acknowledged.ts';
import { countNotes } from '../notes.ts';
import { countAlike } from '../own-steps.ts';
import { telling } from '../telling.ts';
import {
  type Kind,
  type Looked,
  type Looking,
  NOT_THERE,
  nothingMore,
  nothingToCarryOut,
  OUT_OF_SIGHT,
} from './kind.ts';

/** Adds a work note or a comment to a record. It adds to what is there, so it clashes with nothing. */
export const note: Kind<'note'> = {
  compile: ({ field, text }, { target: { table, sys_id }, scope }) => [
    { do: 'note', table, sys_id, field, text: fill(text, scope) },
  ],
  change: ({ field, text }, { scope }) => [{ operation: 'note', field, text: fill(text, scope) }],
  request: ({ link, entry }, step) => {
    const fields = fieldsOf(link, step.table);
    const values = { [step.field]: step.text };
    return telling(step, updating(step.table, step.sys_id, values, fields, requestKey(entry, entry.step)));
  },
  carryOut: nothingToCarryOut,
  compares: null,
  look,
  lookElsewhere: look,
  leavesTrace: true,
  refusedWhenDone: null,
  settle: nothingMore,
};

/** It is there when the journal holds more of it than the other entries of ours have written. */
async function look({ link, entry, since }: Looking, step: StepOf<'note'>): Promise<Looked> {
  const { table, sys_id, field } = step;
  const asked = [...new Set([...fieldsOf(link, table), field, 'sys_updated_on'])];
  const record = await link.instance.record(table, sys_id, asked);
  if (!record) return OUT_OF_SIGHT;
  const written = countNotes(record, step, link.catalog().user.name, since, link.instance.zone);
  const text = step.text.trim();
  const others = countAlike(
    link,
    entry,
    (other) =>
      other.do === 'note' && other.sys_id === sys_id && other.field === field && other.text.trim() === text,
  );
  return written > others ? { found: 'done', acknowledged: tellOf(step, record) } : NOT_THERE;
}
