import { result, type Answer } from '../../http/answer.ts';
import { schema } from '../../schema/schema.ts';

/** `GET /api/now/doc/table/schema`: every table, its name in `value`. */
export function listTables(): Answer {
  return result([...schema.values()].map(({ label, name }) => ({ label, value: name })));
}
