import { checkChain, type JournalLine, linesAfter } from '../../main/outbox/journal/chain.ts';
import type { Database } from '../../main/database/database.ts';
import type { JournalCheck } from '../../preload/contract/journal.ts';

/** The whole journal. */
export function journalOf(database: Database): JournalLine[] {
  return linesAfter(database, 0, 1_000_000);
}

/** What a check of the journal finds. */
export function check(database: Database): Promise<JournalCheck> {
  return checkChain(database, () => Promise.resolve());
}
