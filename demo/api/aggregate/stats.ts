import { result, type Answer } from '../../http/answer.ts';
import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { displayOf, resolve, type Path } from '../../query/path.ts';
import type { Row } from '../../store/row.ts';
import { matchesOf } from '../table/find.ts';
import { tableNamed } from '../table/parameters.ts';
import type { Group, Stats } from './group.ts';
import { passes, sorted } from './order.ts';

const functions = ['avg', 'min', 'max', 'sum'] as const;

/** `GET /api/now/stats/{table}`. Counts records whatever the user may read of them. */
export function getStats(instance: Instance, call: SignedCall): Answer {
  const table = tableNamed(instance.store.schema, call);
  const rows = matchesOf(instance, table, call.query.get('sysparm_query') ?? '', call.session);
  const paths = (parameter: string): [string, Path][] =>
    list(call, parameter).flatMap((name) => {
      const path = resolve(instance.store, table, name);
      return path ? [[name, path] as [string, Path]] : [];
    });
  const fields = Object.fromEntries(functions.map((name) => [name, paths(`sysparm_${name}_fields`)]));
  const figures = (group: readonly Row[]): Stats => ({
    ...(call.query.get('sysparm_count') === 'true' && { count: String(group.length) }),
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([, named]) => named.length > 0)
        .map(([name, named]) => [
          name,
          Object.fromEntries(named.map(([field, path]) => [field, figure(name, group, path)])),
        ]),
    ),
  });
  const by = paths('sysparm_group_by');
  if (by.length === 0) return result({ stats: figures(rows) });
  const groups = [...grouped(rows, by).values()].map((group): Group => {
    const common = by.map(([field, path]) => commonValue(instance, call, field, path, group[0]));
    return { stats: figures(group), groupby_fields: common };
  });
  const having = list(call, 'sysparm_having');
  return result(
    sorted(
      groups.filter((group) => passes(group.stats, having)),
      list(call, 'sysparm_order_by'),
    ),
  );
}

function list(call: SignedCall, parameter: string): string[] {
  return (call.query.get(parameter) ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter(Boolean);
}

function grouped(rows: readonly Row[], by: readonly [string, Path][]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = by.map(([, path]) => path.of(row)).join('\n');
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

function commonValue(
  instance: Instance,
  call: SignedCall,
  field: string,
  path: Path,
  row: Row | undefined,
): Group['groupby_fields'][number] {
  const value = row ? path.of(row) : '';
  const { reference, choices } = path.column;
  const display =
    reference === ''
      ? (choices.find((choice) => choice.value === value)?.label ?? value)
      : displayOf(instance.store, reference, value);
  const how = call.query.get('sysparm_display_value');
  if (how === 'true') return { field, value: display };
  return how === 'all' ? { field, value, display_value: display } : { field, value };
}

/** Empty values do not count; of texts and times only the least and greatest make sense. */
function figure(name: string, rows: readonly Row[], path: Path): string {
  const texts = rows.map((row) => path.of(row)).filter((text) => text !== '');
  if (texts.length === 0) return '';
  const numbers = texts.map(Number);
  const isNumeric = numbers.every((number) => !Number.isNaN(number));
  if (name === 'min' || name === 'max') {
    const ordered = isNumeric ? numbers.sort((a, b) => a - b).map(String) : texts.sort();
    return (name === 'min' ? ordered[0] : ordered.at(-1)) ?? '';
  }
  if (!isNumeric) return '';
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return name === 'sum' ? String(total) : String(Number((total / numbers.length).toFixed(4)));
}
