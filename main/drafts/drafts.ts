import type { Inputs } from '../../preload/contract/forms.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';

/** One of the records that a form is filled in for at once, and what it was called when the draft was begun. */
export interface DraftTarget {
  sys_id: string;
  title: string;
}

/** A form saved on the device. */
export interface Draft {
  id: string;
  action: string;
  /** Null for a form without a record, and for one over many. */
  record: { table: string; sys_id: string } | null;
  /** What the record was called when the draft was saved. */
  title: string;
  inputs: Inputs;
  /** `sys_mod_count` of the record's base then; null without a record, or while the instance has not seen it. */
  modCount: string | null;
  /** ISO instant. */
  savedAt: string;
  /** The entry in the Outbox that the form edits; null for a new one. */
  revises: number | null;
  /** It edits all the entries that have the same cause as that one. */
  group: boolean;
  /** The records that it is still to be triggered for; empty unless it was begun over many. */
  targets: DraftTarget[];
}

interface DraftRow {
  id: string;
  action: string;
  table_name: string | null;
  sys_id: string | null;
  title: string;
  inputs: string;
  mod_count: string | null;
  saved_at: string;
  revises: number | null;
  grouped: number;
  targets: string;
}

const put = query<{ [K in keyof DraftRow]: DraftRow[K] }>((p) =>
  build
    .insertInto('draft')
    .values({
      id: p('id'),
      action: p('action'),
      table_name: p('table_name'),
      sys_id: p('sys_id'),
      title: p('title'),
      inputs: p('inputs'),
      mod_count: p('mod_count'),
      saved_at: p('saved_at'),
      revises: p('revises'),
      grouped: p('grouped'),
      targets: p('targets'),
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        inputs: row.ref('excluded.inputs'),
        saved_at: row.ref('excluded.saved_at'),
      })),
    ),
);

const byId = query<{ id: string }, DraftRow>((p) =>
  build.selectFrom('draft').selectAll().where('id', '=', p('id')),
);

const byEntry = query<{ entry: number }, DraftRow>((p) =>
  build.selectFrom('draft').selectAll().where('revises', '=', p('entry')).orderBy('saved_at', 'desc'),
);

const all = query<Record<string, never>, DraftRow>(() =>
  build.selectFrom('draft').selectAll().orderBy('saved_at', 'desc').orderBy('id'),
);

const retarget = query<{ id: string; targets: string }>((p) =>
  build
    .updateTable('draft')
    .set({ targets: p('targets') })
    .where('id', '=', p('id')),
);

const remove = query<{ id: string }>((p) => build.deleteFrom('draft').where('id', '=', p('id')));

/** Saves a draft; saved again, it keeps what it was begun on: the version of the record, the entry, the many records. */
export function saveDraft(write: Writer, draft: Draft): void {
  write.run(put, {
    id: draft.id,
    action: draft.action,
    table_name: draft.record?.table ?? null,
    sys_id: draft.record?.sys_id ?? null,
    title: draft.title,
    inputs: JSON.stringify(draft.inputs),
    mod_count: draft.modCount,
    saved_at: draft.savedAt,
    revises: draft.revises,
    grouped: draft.group ? 1 : 0,
    targets: JSON.stringify(draft.targets),
  });
}

export function readDraft(reader: Reader, id: string): Draft | undefined {
  const row = reader.first(byId, { id });
  return row && draftFrom(row);
}

/** The draft in which an entry is being edited; the last saved if there are several. */
export function draftEditing(reader: Reader, entry: number): Draft | undefined {
  const row = reader.first(byEntry, { entry });
  return row && draftFrom(row);
}

/** All drafts, the last saved first. */
export function allDrafts(reader: Reader): Draft[] {
  return reader.all(all, {}).map(draftFrom);
}

export function removeDraft(write: Writer, id: string): void {
  write.run(remove, { id });
}

/**
 * The form of a draft was triggered for a record (null: for none). A draft over many records goes on with the others; with the
 * last one it is gone. Returns whether it is gone.
 */
export function completeDraft(write: Writer, id: string, record: string | null): boolean {
  const targets = readDraft(write, id)?.targets.filter(({ sys_id }) => sys_id !== record) ?? [];
  if (targets.length === 0) removeDraft(write, id);
  else write.run(retarget, { id, targets: JSON.stringify(targets) });
  return targets.length === 0;
}

function draftFrom(row: DraftRow): Draft {
  return {
    id: row.id,
    action: row.action,
    record:
      row.table_name === null || row.sys_id === null ? null : { table: row.table_name, sys_id: row.sys_id },
    title: row.title,
    inputs: JSON.parse(row.inputs) as Inputs,
    modCount: row.mod_count,
    savedAt: row.saved_at,
    revises: row.revises,
    group: row.grouped === 1,
    targets: JSON.parse(row.targets) as DraftTarget[],
  };
}
