import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { EntryLine, ShownState, Stopped } from '../../preload/contract/outbox.ts';
import { causeOf } from './groups.ts';
import type { Entry } from './entry.ts';
import { decisions } from './state.ts';

/** What is known of the whole Outbox when one entry is shown. */
export interface Around {
  /** Actions that have a form, which "Edit" can re-open. */
  forms: ReadonlySet<string>;
  /** Every entry that is held, with the one that holds it. */
  held: ReadonlyMap<number, number>;
  /** How many entries each one holds. */
  holding: ReadonlyMap<number, number>;
}

/** What the screens show of an entry. */
export function entryLine(entry: Entry, { forms, held, holding }: Around): EntryLine {
  const holder = entry.state === 'queued' ? (held.get(entry.seq) ?? null) : null;
  const hasForm = forms.has(entry.action);
  const { failure } = entry;
  return {
    seq: entry.seq,
    action: entry.label,
    record: entry.record && { ...entry.record, title: entry.title },
    at: entry.triggeredAt,
    state: holder === null ? shownState(entry) : 'held',
    message: failure?.message ?? null,
    detail: failure?.kind === 'refused' ? failure.detail : null,
    cause: entry.state === 'refused' && failure ? causeOf(failure) : null,
    heldBy: holder,
    holds: holding.get(entry.seq) ?? 0,
    attempts: entry.attempts,
    nextAttemptAt: entry.nextAttemptAt === null ? null : new Date(entry.nextAttemptAt).toISOString(),
    steps: { done: entry.step, total: entry.steps.length },
    sentAt: entry.sentAt,
    shared: entry.shared,
    decisions: decisions(entry, hasForm),
    form: hasForm ? { action: entry.action, record: entry.record?.sys_id ?? null } : null,
  };
}

function shownState({ state, failure }: Entry): ShownState {
  return state === 'refused' && failure ? stoppedBy(failure) : state;
}

/** What an entry stored as `refused` is called: what nobody has refused is not called so. */
export function stoppedBy({ kind }: EntryFailure): Stopped {
  if (kind === 'too-old') return 'old';
  return kind === 'no-answer' ? 'unclear' : 'refused';
}

/** How many entries each holder holds. */
export function countHeld(held: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const holder of held.values()) counts.set(holder, (counts.get(holder) ?? 0) + 1);
  return counts;
}
