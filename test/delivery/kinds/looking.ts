import type { Database } from '../../../main/database/database.ts';
import type { Looked, Looking } from '../../../main/delivery/kinds/kind.ts';
import { kindOf } from '../../../main/delivery/kinds/kinds.ts';
import { SLACK_MS, timeOf } from '../../../main/outbox/stamp.ts';
import type { Entry } from '../../../main/outbox/entry.ts';
import type { CompiledStep } from '../../../main/outbox/steps.ts';
import { addStepsEntry, AT, move, SILENCE, triggeredAt } from '../../support/entry.ts';
import type { Scripted } from '../../support/scripted.ts';

/** The moment at which answers are lost in these tests, as the instance writes it, and some around it. */
export const [BEFORE, JUST_BEFORE, THEN, AFTER] = [
  '2026-01-05 07:59:57',
  '2026-01-05 07:59:58',
  '2026-01-05 08:00:00',
  '2026-01-05 08:00:03',
] as const;

/** An entry whose answer was lost at its first step, or after so many that were acknowledged. `modCount`: as read right before. */
export function lost(
  database: Database,
  steps: CompiledStep[],
  { after = 0, modCount = null }: { after?: number; modCount?: string | null } = {},
): Entry {
  const begins = { at: { ...triggeredAt, offset: 0 }, modCount };
  const done = Array.from({ length: after }, () => ['step-done', 'next-step'] as const).flat();
  const entry = addStepsEntry(database, ...steps);
  return move(database, entry, ['send', ...done, 'no-answer'], { begins, failure: SILENCE });
}

/** An entry that was acknowledged. */
export function sent(database: Database, step: CompiledStep, sentAt = AT): Entry {
  return move(database, addStepsEntry(database, step), ['send', 'acknowledge'], { sentAt });
}

/** What a look at the entry's next step shows. */
export function look(scripted: Scripted, entry: Entry): Promise<Looked> {
  const { looking, step } = lookingAt(scripted, entry);
  return kindOf(step).look(looking, step);
}

/** The same where another laptop may have done it. `next`: what a look at the step after it shows. */
export function lookElsewhere(scripted: Scripted, entry: Entry, next: Looked | null = null): Promise<Looked> {
  const { looking, step } = lookingAt(scripted, entry);
  return kindOf(step).lookElsewhere({ ...looking, lookAtNext: next && (() => Promise.resolve(next)) }, step);
}

/** What was found done, by the record that tells it; what was not, as it is. */
export function found(looked: Looked): unknown {
  return 'acknowledged' in looked ? looked.acknowledged.told?.sys_id : looked;
}

function lookingAt({ link, sender }: Scripted, entry: Entry): { looking: Looking; step: CompiledStep } {
  const step = entry.steps[entry.step];
  if (!step) throw new Error('there is nothing to look for');
  const since = timeOf(triggeredAt) - SLACK_MS;
  return { looking: { link, sender, entry, since, lookAtNext: null }, step };
}
