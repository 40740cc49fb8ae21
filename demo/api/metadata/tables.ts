import { result, type Answer } from '../../http/answer.ts';
import type { Instance } from '../../instance.ts';

/** `GET /api/now/doc/table/schema`: every table, its name in `value`. */
export function listTables({ store }: Instance): Answer {
  return result(store.schema.all().map(({ label, name }) => ({ label, value: name })));
}
