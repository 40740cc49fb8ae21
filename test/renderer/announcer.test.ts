import { expect, test } from 'vitest';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import { Announcer } from '../../renderer/screens/outbox/announcer.svelte.ts';

test('what moves is told: few one by one, many by their number', () => {
  const announcer = new Announcer();
  const line = (seq: number, state: EntryLine['state']) => ({ seq, state, action: 'Accept' }) as EntryLine;
  const all = (state: EntryLine['state'], ...seqs: number[]) => seqs.map((seq) => line(seq, state));
  announcer.follow({ waiting: all('queued', 1, 2, 3, 4, 5), sent: [] });
  expect(announcer.text).toBe('');
  announcer.follow({ waiting: [...all('refused', 1), ...all('sending', 2, 3, 4, 5)], sent: [] });
  expect(announcer.text).toBe('#1 Accept: Refused');
  announcer.follow({ waiting: all('refused', 1), sent: all('sent', 2, 3, 4, 5) });
  expect(announcer.text).toBe('4 entries: Sent');
});
