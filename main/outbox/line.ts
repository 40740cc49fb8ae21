import type { EntryLine } from '../../preload/contract/outbox.ts';
import type { Reader } from '../database/database.ts';
import type { Entry } from './entry.ts';
import { heldBy } from './hold.ts';
import { decisions } from './state.ts';

/** What the screens show of an entry. `forms` tells which actions have a form that "Edit" can re-open. */
export function entryLine(
  reader: Reader,
  entry: Entry,
  forms: ReadonlySet<string>,
  seen?: Map<number, number | null>,
): EntryLine {
  const holder = entry.state === 'queued' ? heldBy(reader, entry, seen) : null;
  const hasForm = forms.has(entry.action);
  const { failure } = entry;
  return {
    seq: entry.seq,
    action: entry.label,
    record: entry.record && { ...entry.record, title: entry.title },
    at: entry.triggeredAt,
    state: holder === null ? entry.state : 'held',
    message: failure?.message ?? null,
    detail: failure?.kind === 'refused' ? failure.detail : null,
    heldBy: holder,
    attempts: entry.attempts,
    nextAttemptAt: entry.nextAttemptAt === null ? null : new Date(entry.nextAttemptAt).toISOString(),
    steps: { done: entry.step, total: entry.steps.length },
    sentAt: entry.sentAt,
    decisions: decisions(entry, hasForm),
    form: hasForm ? { action: entry.action, record: entry.record?.sys_id ?? null } : null,
  };
}
