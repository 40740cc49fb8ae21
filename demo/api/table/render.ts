import { mayRead } from '../../access/fields.ts';
import type { Session } from '../../access/session.ts';
import { toZone } from '../../clock.ts';
import type { Instance } from '../../instance.ts';
import { displayOf, resolve } from '../../query/path.ts';
import { stream } from '../../records/journal.ts';
import type { Column } from '../../schema/column.ts';
import type { Table } from '../../schema/table.ts';
import type { Row } from '../../store/row.ts';
import type { Shape } from './parameters.ts';

type Json = string | { display_value?: string; link?: string; value?: string };

/** Who looks at records, and through which version of the API. */
export interface Viewer {
  session: Session;
  version: string;
}

/** Readies the showing of records of a table. Fields that do not exist are left out without a word. */
export function renderer(
  instance: Instance,
  table: Table,
  shape: Shape,
  viewer: Viewer,
): (row: Row) => unknown {
  const paths = shape.fields ?? [...table.columns.keys()];
  const fields = paths.flatMap((path) => {
    const field = resolve(instance.store, table, path);
    if (!field) return [];
    const of = mayRead(viewer.session, field.column) ? field.of : () => '';
    return [{ path, show: shower(instance, field.column, shape, viewer, of) }];
  });
  return (row) => {
    const shown: Record<string, Json> = {};
    for (const { path, show } of fields) shown[path] = show(row);
    return shown;
  };
}

function shower(
  instance: Instance,
  column: Column,
  { display, links }: Shape,
  viewer: Viewer,
  of: (row: Row) => string,
): (row: Row) => Json {
  const shown = displayer(instance, column, viewer.session.zone);
  const prefix = links ? linkPrefix(instance, column, viewer.version) : '';
  if (column.reference !== '' || column.type === 'domain_id') {
    return (row) => {
      const value = of(row);
      if (value === '') return display === 'all' ? { display_value: '', value: '' } : '';
      const link = prefix === '' ? {} : { link: prefix + value };
      if (display === 'all') return { display_value: shown(value, row), ...link, value };
      if (display === 'true')
        return prefix === '' ? shown(value, row) : { display_value: shown(value, row), ...link };
      return prefix === '' ? value : { ...link, value };
    };
  }
  if (display === 'true') return (row) => shown(of(row), row);
  if (display === 'false') return of;
  return (row) => {
    const value = of(row);
    return { display_value: shown(value, row), value };
  };
}

/** How the column's values are put for people. */
function displayer({ store }: Instance, column: Column, zone: string): (value: string, row: Row) => string {
  const { name, reference } = column;
  if (reference !== '') return (value) => displayOf(store, reference, value);
  if (column.choices.length > 0) {
    const labels = new Map(column.choices.map(({ value, label }) => [value, label]));
    return (value) => labels.get(value) ?? value;
  }
  if (column.type === 'glide_date_time') return (value) => toZone(value, zone);
  if (column.type === 'sys_class_name') return (value) => store.schema.get(value)?.label ?? value;
  if (column.type === 'journal_input' || column.type === 'journal_list') {
    return (_value, row) => stream(store, row, name, zone);
  }
  return (value) => value;
}

function linkPrefix(instance: Instance, column: Column, version: string): string {
  const target = column.type === 'domain_id' ? 'sys_user_group' : column.reference;
  if (target === '') return '';
  return `${instance.url()}/api/now/${version === '' ? '' : `${version}/`}table/${target}/`;
}
