import type { Conflict } from '../../../preload/contract/outbox.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import type { Acknowledged } from '../acknowledged.ts';
import type { CompiledStep } from '../../outbox/steps.ts';

/**
 * What to do with a step, after a look at its record as the instance has it now (null: gone, hidden or not looked at).
 * Whatever is done, the base takes the record first: what is behind the pending change is then what the instance says, and
 * `noteOwnChange` can tell what our own step makes of it.
 */
export type Verdict =
  /** Send it, without the fields that the other side wins. `modCount` is the record's `sys_mod_count` before. */
  | { verdict: 'go'; step: CompiledStep; modCount: string | null; record: RemoteRecord | null }
  /** It needs no request, and this is as good as the answer: every field was left to the other side, or what it deletes is gone. */
  | {
      verdict: 'nothing-left';
      step: CompiledStep;
      modCount: string | null;
      record: RemoteRecord | null;
      answer: Acknowledged;
    }
  /** A person has to decide. The base takes the record, which the conflict is about. */
  | { verdict: 'conflict'; conflict: Conflict; record: RemoteRecord | null };
