import type { Effect } from '../../../demo/ledger/ledger.ts';
import type { Press } from '../press.ts';
import { Violation } from '../violation.ts';
import { effectsByPress } from './effects.ts';

interface Span {
  press: Press;
  first: number;
  last: number;
}

/**
 * On every record the effects of one person's presses are in the order of the presses, and nothing was done behind one that
 * still waits. `waits`: presses whose entries are not settled. Where the instance gives a new record another sys_id than it was sent
 * (`keepsSysIds`), a laptop may show it before it knows whose it is: what it knew is judged when it sends (way.ts).
 */
export function judgeOrder(
  ledger: readonly Effect[],
  presses: readonly Press[],
  waits: ReadonlySet<Press>,
  keepsSysIds: boolean,
): void {
  const found = effectsByPress(ledger, presses);
  const made = ledger.filter(({ op }) => op === 'insert').map(recordOf);
  const renamed = new Set(keepsSysIds ? [] : made);
  const byRecord = new Map<string, Span[]>();
  const inOrder = presses.filter(({ seq }) => seq !== null).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  for (const press of inOrder) {
    const effects = found.get(press.number) ?? [];
    const seqs = effects.map(({ seq }) => seq);
    const span = { press, first: Math.min(...seqs), last: Math.max(...seqs) };
    const touched = new Set([...effects.map(recordOf), ...(press.record === null ? [] : [press.record])]);
    for (const sysId of touched) {
      if (renamed.has(sysId)) continue;
      const spans = byRecord.get(sysId) ?? [];
      judgeNext(sysId, spans, span, waits);
      spans.push(span);
      byRecord.set(sysId, spans);
    }
  }
}

function judgeNext(sysId: string, before: readonly Span[], span: Span, waits: ReadonlySet<Press>): void {
  if (span.first === Infinity || span.press.isRestored) return;
  for (const earlier of before) {
    if (earlier.press.user !== span.press.user || earlier.press.isRestored) continue;
    const pair = `press ${span.press.number} on ${sysId}`;
    if (waits.has(earlier.press))
      throw new Violation('held', `${pair} was sent past press ${earlier.press.number}, which waits`);
    if (earlier.last > span.first)
      throw new Violation('order', `${pair} overtook press ${earlier.press.number}`);
  }
}

/** The record that an effect is on; a file is on the one it was put on. */
function recordOf({ sys_id }: Effect): string {
  return sys_id;
}
