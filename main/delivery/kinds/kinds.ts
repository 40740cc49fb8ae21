import type { StepKind } from '../../outbox/steps.ts';
import { attach } from './attach.ts';
import { call } from './call.ts';
import { check } from './check.ts';
import { create } from './create.ts';
import { remove } from './delete.ts';
import type { Kind } from './kind.ts';
import { note } from './note.ts';
import { update } from './update.ts';

/** Every kind of step, each the whole of it. */
const kinds: { [K in StepKind]: Kind<K> } = {
  check,
  create,
  update,
  delete: remove,
  note,
  attach,
  call,
};

/** The kind of a step, for whoever has a step and need not know which kind it is. */
export function kindOf<K extends StepKind>({ do: kind }: { do: K }): Kind<K> {
  return kinds[kind];
}
