import type { Answer } from '../../../preload/contract/failure.ts';
import type { JournalCheck, SupportFile } from '../../../preload/contract/journal.ts';

/** What the fake engine knows of its journal: it has one, and it is intact. */
export const support = {
  'journal.check': (): Answer<JournalCheck> => ({
    ok: true,
    value: { lines: 1234, since: '2026-01-05T08:00:00.000Z', broken: null },
  }),
  'support.export': (): Answer<SupportFile> => ({
    ok: true,
    value: { name: 'outpost-support.jsonl', text: '{"about":"Outpost for support"}\n' },
  }),
};
