import { requireRight } from '../access/access.ts';
import { json, type Answer } from '../http/answer.ts';
import { isObject, objectOf } from '../http/body.ts';
import { askingOf, type SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { wanted } from '../records/values.ts';
import { Refusal } from '../refusal.ts';
import { known } from '../schema/schema.ts';
import { read, type Row } from '../store/row.ts';
import { changeRecord, makeRecord } from '../table/change.ts';
import { transformMaps, type TransformMap } from './maps.ts';

/** `POST /api/now/import/{staging}`: one record, transformed at once. */
export function importOne(instance: Instance, call: SignedCall): Answer {
  const map = mapNamed(call.params['staging']);
  return json(201, outcome(instance, map, [transform(instance, call, map, objectOf(call))]));
}

/** `POST /api/now/import/{staging}/insertMultiple`: several. */
export function importMany(instance: Instance, call: SignedCall): Answer {
  const map = mapNamed(call.params['staging']);
  const { records } = objectOf(call);
  if (!Array.isArray(records)) throw new Refusal(400, 'Missing or invalid parameter', 'records is missing');
  const results = records.filter(isObject).map((record) => transform(instance, call, map, record));
  return json(201, outcome(instance, map, results));
}

function mapNamed(staging: string | undefined): TransformMap {
  const map = transformMaps.find((one) => one.staging === staging);
  if (!map) throw new Refusal(400, `Invalid staging table ${(staging ?? '').slice(0, 80)}`, null);
  return map;
}

function outcome(instance: Instance, map: TransformMap, results: object[]): object {
  const import_set = `ISET${String(instance.ledger.all().length + 10_000).padStart(7, '0')}`;
  return { import_set, staging_table: map.staging, result: results };
}

function transform(
  instance: Instance,
  call: SignedCall,
  map: TransformMap,
  record: Record<string, unknown>,
): object {
  const table = known(map.target);
  const named = Object.entries(record).flatMap(([name, value]) => {
    const field = map.fields.get(name);
    return field === undefined ? [] : [[field, value] as const];
  });
  const what = wanted(table, Object.fromEntries(named), true);
  const asking = askingOf(call);
  const key = what.values[map.coalesce] ?? '';
  const there = key === '' ? undefined : instance.store.table(map.target).where(map.coalesce, key)[0];
  const about = { transform_map: map.name, table: map.target, display_name: table.display };
  try {
    if (!there) {
      requireRight(instance, call.session, 'insert', { ...what.values, sys_class_name: map.target });
      return { ...about, ...told(instance, map, makeRecord(instance, asking, map.target, what), 'inserted') };
    }
    requireRight(instance, call.session, 'update', there);
    const after = changeRecord(instance, asking, there, what);
    return { ...about, ...told(instance, map, after, after === there ? 'ignored' : 'updated') };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ...about, status: 'error', error_message: thrown.detail ?? thrown.message };
  }
}

function told(instance: Instance, map: TransformMap, row: Row, status: string): object {
  const sysId = read(row, 'sys_id');
  return {
    display_value: read(row, known(map.target).display),
    record_link: `${instance.url()}/api/now/table/${map.target}/${sysId}`,
    status,
    sys_id: sysId,
  };
}
