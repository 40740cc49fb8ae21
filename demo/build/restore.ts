import type { Token, Tokens } from '../auth/tokens.ts';
import type { Replies, Reply } from '../http/replies.ts';
import type { Effect, Ledger } from '../ledger/ledger.ts';
import type { Disk } from '../store/disk.ts';
import type { Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** Puts back what was kept on the disk; what it wrote itself it trusts. Returns whether there were any records. */
export function restore(
  disk: Disk,
  parts: { store: Store; ledger: Ledger; tokens: Tokens; replies: Replies },
): boolean {
  let found = false;
  for (const { kind, text } of disk.load()) {
    const thing: unknown = JSON.parse(text);
    if (parts.store.schema.get(kind)) {
      parts.store.restore(kind, thing as Row);
      found = true;
    } else if (kind === 'effect') parts.ledger.restore(thing as Effect);
    else if (kind === 'token') parts.tokens.restore(thing as Token);
    else if (kind === 'reply') parts.replies.restore(thing as Reply);
  }
  return found;
}
