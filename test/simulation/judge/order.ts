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
 * still waits. `waits`: presses whose entries are not settled.
 */
export function judgeOrder(
  ledger: readonly Effect[],
  presses: readonly Press[],
  waits: ReadonlySet<Press>,
): void {
  const found = effectsByPress(ledger, presses);
  const byRecord = new Map<string, Span[]>();
  const inOrder = presses.filter(({ seq }) => seq !== null).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  for (const press of inOrder) {
    const effects = found.get(press.number) ?? [];
    const seqs = effects.map(({ seq }) => seq);
    const span = { press, first: Math.min(...seqs), last: Math.max(...seqs) };
    // The record of a new press is known by what the instance called it.
    const known = press.isWarned ? effects.filter(isLastOfItsKind) : effects;
    const touched = new Set([...known.map(recordOf), ...(press.record === null ? [] : [press.record])]);
    for (const sysId of touched) {
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

/** What a person was warned of and had made once more is known to the laptop as the last record made. */
function isLastOfItsKind({ op, table }: Effect, at: number, all: readonly Effect[]): boolean {
  return (
    op !== 'insert' || all.slice(at + 1).every((later) => later.op !== 'insert' || later.table !== table)
  );
}

/** The record that an effect is on; a file is on the one it was put on. */
function recordOf({ sys_id }: Effect): string {
  return sys_id;
}
