import type { FormQuestion, FormScreen, Inputs } from '../../../preload/contract/forms.ts';
import { actions, formOf } from './actions.ts';
import type { FakeDrafts } from './drafts.ts';
import type { FakeEntry } from './outbox.ts';
import type { FakeRecord } from './world.ts';

interface Kept {
  drafts: FakeDrafts;
  entries: FakeEntry[];
}

/** The form of an action for what is typed so far, or as the draft or the entry has it. */
export function formScreen(
  { drafts, entries }: Kept,
  { action, inputs, revises, draft }: FormQuestion,
  record: FakeRecord | null,
): FormScreen {
  const known = draft ?? (inputs === null ? drafts.mending(revises) : null);
  const before = drafts.inputsOf(known) ?? entries.find(({ line }) => line.seq === revises)?.inputs ?? {};
  const entry = entries.find(({ line }) => line.seq === revises);
  const spent =
    revises === null ? null : entry === undefined ? 'discarded' : entry.line.state === 'sent' ? 'sent' : null;
  const many = drafts.manyOf(known);
  const { label, pages, savesBy } = actions[action] ?? { label: action, pages: undefined, savesBy: null };
  const title = record?.cells['number']?.display ?? '';
  const shown = formOf(action, inputs ?? before);
  return {
    action: { id: action, label },
    title: label,
    record: record === null ? null : { table: record.table, sys_id: record.sys_id, title },
    inputs: shown,
    pages: pages ?? [{ label: '', inputs: shown.map(({ name }) => name) }],
    revises: spent === null ? revises : null,
    draft: known,
    since: spent ?? (drafts.troubleOf(known) === 'changed' ? 'changed' : null),
    many:
      many.length === 0
        ? null
        : { able: many.map((id) => ({ table: 'wm_task', sys_id: id, title: id })), unable: [] },
    savesBy: savesBy ?? null,
  };
}

/** What is missing, one sentence per input; null when nothing is. */
export function missingIn(action: string, inputs: Inputs): Record<string, string> | null {
  const missing = formOf(action, inputs).filter(
    (input) => input.visible && input.mandatory && input.value === '',
  );
  if (missing.length === 0) return null;
  return Object.fromEntries(missing.map(({ name, label }) => [name, `${label} is mandatory`]));
}
