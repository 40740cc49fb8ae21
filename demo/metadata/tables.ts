import { result, type Answer } from '../http/answer.ts';
import type { SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { schema } from '../schema/schema.ts';

/** `GET /api/now/doc/table/schema`: every table, its name in `value`. */
export function listTables(_instance: Instance, _call: SignedCall): Answer {
  return result([...schema.values()].map(({ label, name }) => ({ label, value: name })));
}
