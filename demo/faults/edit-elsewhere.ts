import type { Instance } from '../instance.ts';
import { find } from '../query/path.ts';
import { Refusal } from '../refusal.ts';
import { wanted } from '../records/values.ts';
import { schema } from '../schema/schema.ts';
import { sessionOf, userNamed } from '../session.ts';
import { read } from '../store/row.ts';
import { changeRecord } from '../table/change.ts';

/** Who edits elsewhere: the supervisor, in the office. */
const EDITOR = 'supervisor';

/**
 * Changes the record that a path names as somebody else; without fields, its short description. What rules turn down
 * does not happen, and a path without a record is nobody's to change.
 */
export function editElsewhere(
  instance: Instance,
  path: string,
  fields: Readonly<Record<string, string>>,
): boolean {
  const [, tableName, sysId] = /^\/api\/now\/table\/([^/]+)\/([0-9a-f]{32})$/i.exec(path) ?? [];
  const row = find(instance.store, tableName ?? '', sysId ?? '');
  const editor = userNamed(instance.store, EDITOR);
  const table = schema.get(read(row, 'sys_class_name'));
  if (!row || !editor || !table) return false;
  const given =
    Object.keys(fields).length > 0
      ? fields
      : { short_description: `${read(row, 'short_description')} (changed)` };
  const what = wanted(table, given, false);
  try {
    changeRecord(
      instance,
      { session: sessionOf(instance.store, editor), key: null, request: 'edit-elsewhere' },
      row,
      what,
    );
    return true;
  } catch (thrown) {
    if (thrown instanceof Refusal) return false;
    throw thrown;
  }
}
