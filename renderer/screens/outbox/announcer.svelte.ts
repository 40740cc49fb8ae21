import type { EntryLine, OutboxScreen, ShownState } from '../../../preload/contract/outbox.ts';
import { words } from '../../messages/messages.ts';

/** States that people want to hear of; that an entry is queued or on its way is of no news. */
const news: readonly ShownState[] = ['sent', 'refused', 'unclear', 'old', 'conflict', 'unknown'];

/** Up to so many entries are told of one by one. */
const few = 2;

/** What a screen reader is told: what became of a decision, and of the entries on the screen. */
export class Announcer {
  text = $state('');
  #known: Record<number, ShownState | undefined> = {};

  announce(text: string): void {
    this.text = text;
  }

  /** Tells what has moved since the last time. */
  follow({ waiting, sent }: Pick<OutboxScreen, 'waiting' | 'sent'>): void {
    const lines = [...waiting, ...sent];
    const moved = lines.filter(({ seq, state }) => {
      const before = this.#known[seq];
      return before !== undefined && before !== state && news.includes(state);
    });
    this.#known = Object.fromEntries(lines.map(({ seq, state }) => [seq, state]));
    if (moved.length > 0) this.announce(news.flatMap((state) => sentences(moved, state)).join('. '));
  }
}

function sentences(moved: EntryLine[], state: ShownState): string[] {
  const those = moved.filter((line) => line.state === state);
  const { told, states } = words.outbox;
  const now = state === 'old' ? told.old : states[state];
  if (those.length > few) return [told.many(those.length, now)];
  return those.map(({ seq, action }) => told.moved(seq, action, now));
}
