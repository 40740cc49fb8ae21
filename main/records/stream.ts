import type { StreamItem } from '../../preload/contract/records.ts';
import type { Reader } from '../database/database.ts';
import type { Row } from '../query/row.ts';
import type { Catalog } from './catalog.ts';
import { contextOf } from './context.ts';
import { instantOfUtc } from '../query/utc.ts';
import { listRows } from './list.ts';
import { pendingOf } from './pending.ts';
import { notesOf } from './remote.ts';

/** Journal fields that a stream shows. */
const JOURNALS = ['work_notes', 'comments'] as const;

/** Files shown of a record. */
const FILES = 100;

/** When the action of an entry was triggered: the time shown for what waits to be sent. ISO instant. */
type TriggeredAt = (entry: number) => string;

/** The content, on this laptop, of a file of the instance; null when it is not here. */
type Held = (attachment: string) => string | null;

/**
 * The activity stream of a record: notes, comments and files of the instance, newest first, and on top what waits to be sent,
 * the last triggered first.
 */
export function streamOf(
  reader: Reader,
  catalog: Catalog,
  table: string,
  row: Row,
  triggeredAt: TriggeredAt,
  held: Held,
): StreamItem[] {
  const sysId = row['sys_id'] ?? '';
  const label = (field: string) => catalog.dictionary.field(table, field).label;
  const waiting = pendingOf(reader, sysId).flatMap((change): StreamItem[] => {
    const common = { author: catalog.user.name, at: triggeredAt(change.entry), entry: change.entry };
    if (change.operation === 'note') {
      const field = change.field === 'comments' ? 'comments' : 'work_notes';
      return [{ ...common, kind: 'note', field, label: label(field), text: change.text }];
    }
    if (change.operation !== 'attach') return [];
    const { name, type, size, hash } = change.file;
    return [{ ...common, kind: 'file', name, type, size, hash, attachment: null }];
  });
  const told = [
    ...JOURNALS.flatMap((field) =>
      notesOf(row, field).map((note): StreamItem => {
        return { ...note, entry: null, kind: 'note', field, label: label(field) };
      }),
    ),
    ...filesOf(reader, catalog, sysId, held),
  ];
  return [...waiting.reverse(), ...told.sort((a, b) => (a.at < b.at ? 1 : -1))];
}

/** The files that the instance has of a record, when the definition caches `sys_attachment`. */
function filesOf(reader: Reader, catalog: Catalog, sysId: string, held: Held): StreamItem[] {
  const table = catalog.tables.get('sys_attachment');
  if (!table) return [];
  const query = {
    groups: [[[{ field: 'table_sys_id', operator: '=' as const, values: [sysId] }]]],
    order: [{ field: 'sys_created_on', descending: true }],
  };
  const { rows } = listRows(reader, {
    table,
    query,
    context: contextOf(catalog, 0),
    search: '',
    after: null,
    limit: FILES,
  });
  return rows.map((file) => ({
    kind: 'file',
    author: file['sys_created_by'] ?? '',
    at: isoOf(file['sys_created_on'] ?? ''),
    entry: null,
    name: file['file_name'] ?? '',
    type: file['content_type'] ?? '',
    size: Number(file['size_bytes'] ?? 0),
    hash: held(file['sys_id'] ?? ''),
    attachment: file['sys_id'] ?? '',
  }));
}

function isoOf(utc: string): string {
  const at = instantOfUtc(utc);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}
