import type { EntryLine } from '../../preload/contract/outbox.ts';
import { causeOf } from './groups.ts';
import { isShared, lastAttempt, triesOf } from './doubt.ts';
import type { Entry } from './entry.ts';
import { decisions } from './state.ts';

/** What is known of the whole Outbox when one entry is shown. */
export interface Surroundings {
  /** Actions that have a form, which "Edit" can re-open. */
  forms: ReadonlySet<string>;
  /** Every entry that is held, with the one that holds it. */
  held: ReadonlyMap<number, number>;
  /** How many entries each one holds. */
  holding: ReadonlyMap<number, number>;
}

/** What the screens show of an entry. */
export function entryLine(entry: Entry, { forms, held, holding }: Surroundings): EntryLine {
  const holder = entry.state === 'queued' ? (held.get(entry.seq) ?? null) : null;
  const hasForm = forms.has(entry.action);
  return {
    seq: entry.seq,
    action: entry.label,
    record: entry.record && { ...entry.record, title: entry.title },
    at: entry.triggered.at,
    state: holder === null ? entry.state : 'held',
    ...messageOf(entry),
    cause: entry.question && causeOf(entry.question),
    heldBy: holder,
    holds: holding.get(entry.seq) ?? 0,
    // Of one that was sent, those at its last step.
    attempts: triesOf(entry.state === 'sent' ? { ...entry, step: entry.step - 1 } : entry),
    nextAttemptAt: entry.nextAttemptAt === null ? null : new Date(entry.nextAttemptAt).toISOString(),
    steps: { done: entry.step, total: entry.steps.length },
    sentAt: entry.sentAt,
    shared: isShared(entry),
    decisions: decisions(entry, hasForm),
    form: hasForm ? { action: entry.action, record: entry.record?.sys_id ?? null } : null,
  };
}

const LET_GO =
  'You let it go again. Outpost looks once more whether it was done, and sends it if that cannot be seen.';

/** Why an entry is where it is: what a person is asked, or what came of the last attempt. */
export function messageOf(entry: Entry): { message: string | null; detail: string | null } {
  const { question } = entry;
  if (question && 'message' in question)
    return { message: question.message, detail: 'detail' in question ? question.detail : null };
  const last = question === null && entry.state !== 'sent' ? lastAttempt(entry) : undefined;
  if (last?.ended === 'let-go') return { message: LET_GO, detail: null };
  // What came of it before a person decided is not shown any more.
  const isNews = last !== undefined && last.number > (entry.decided?.attempts ?? 0);
  return { message: isNews ? (last.failure?.message ?? null) : null, detail: null };
}

/** How many entries each holder holds. */
export function countHeld(held: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const holder of held.values()) counts.set(holder, (counts.get(holder) ?? 0) + 1);
  return counts;
}
