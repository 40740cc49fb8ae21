import { canRead, requireRight } from '../../access/access.ts';
import { json, type Answer } from '../../http/answer.ts';
import { isObject, objectOf } from '../../http/body.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { wanted } from '../../records/values.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { known } from '../../schema/schema.ts';
import { read, type Row } from '../../store/row.ts';
import { changeRecord, makeRecord } from '../table/change.ts';
import { transformMaps, type TransformMap } from '../../service/schema/maps.ts';

/** `POST /api/now/import/{staging}`: one record, transformed at once. */
export function importOne(instance: Instance, call: SignedCall): Answer {
  const map = mapNamed(call);
  const set = newSet(instance, call, map);
  const staged = stage(instance, call, map, set, objectOf(call));
  const location = `${instance.url()}/api/now/import/${map.staging}/${read(staged, 'sys_id')}`;
  return json(201, outcome(instance, map, set, [staged]), { Location: location });
}

/** `POST /api/now/import/{staging}/insertMultiple`: several. */
export function importMany(instance: Instance, call: SignedCall): Answer {
  const map = mapNamed(call);
  const { records } = objectOf(call);
  if (!Array.isArray(records)) throw new Refusal(400, 'Missing or invalid parameter', 'records is missing');
  const set = newSet(instance, call, map);
  const staged = records.filter(isObject).map((record) => stage(instance, call, map, set, record));
  return json(201, outcome(instance, map, set, staged));
}

/** `GET /api/now/import/{staging}/{sys_id}`: what became of a record that was imported. */
export function getImported(instance: Instance, call: SignedCall): Answer {
  const map = mapNamed(call);
  const staged = instance.store.get(map.staging, (call.params['sys_id'] ?? '').toLowerCase());
  if (!staged || !canRead(instance, call.session, staged)) throw notFound();
  const set = instance.store.get('sys_import_set', read(staged, 'sys_import_set'));
  return json(200, outcome(instance, map, set ?? {}, [staged]));
}

function mapNamed({ params }: SignedCall): TransformMap {
  const map = transformMaps.find((one) => one.staging === params['staging']);
  if (!map) throw new Refusal(400, `Invalid staging table ${(params['staging'] ?? '').slice(0, 80)}`, null);
  return map;
}

function newSet({ records }: Instance, { session }: SignedCall, map: TransformMap): Row {
  return records.insert(session, 'sys_import_set', { values: { table_name: map.staging }, notes: new Map() });
}

function outcome(instance: Instance, map: TransformMap, set: Row, staged: readonly Row[]): object {
  const result = staged.map((row) => told(instance, map, row));
  return { import_set: read(set, 'number'), staging_table: map.staging, result };
}

/** Takes a record into the staging table, makes of it what the map says, and notes there what became of it. */
function stage(
  instance: Instance,
  call: SignedCall,
  map: TransformMap,
  set: Row,
  record: Record<string, unknown>,
): Row {
  const { values } = wanted(known(map.staging), record, true);
  const came = Object.entries(values).filter(([name]) => map.fields.has(name));
  const became = transform(instance, call, map, record);
  return instance.records.insert(call.session, map.staging, {
    values: { ...Object.fromEntries(came), ...became, sys_import_set: read(set, 'sys_id') },
    notes: new Map(),
  });
}

function transform(
  instance: Instance,
  call: SignedCall,
  map: TransformMap,
  record: Record<string, unknown>,
): Record<string, string> {
  const table = known(map.target);
  const named = Object.entries(record).flatMap(([name, value]) => {
    const field = map.fields.get(name);
    return field === undefined ? [] : [[field, value] as const];
  });
  const what = wanted(table, Object.fromEntries(named), true);
  const asking = askingOf(call);
  const key = what.values[map.coalesce] ?? '';
  const there = key === '' ? undefined : instance.store.table(map.target).where(map.coalesce, key)[0];
  const became = (state: string, row: Row): Record<string, string> => ({
    sys_import_state: state,
    sys_target_table: map.target,
    sys_target_sys_id: read(row, 'sys_id'),
  });
  try {
    if (!there) {
      requireRight(instance, call.session, 'insert', { ...what.values, sys_class_name: map.target });
      return became('inserted', makeRecord(instance, asking, map.target, what));
    }
    requireRight(instance, call.session, 'update', there);
    const after = changeRecord(instance, asking, there, what);
    return became(after === there ? 'ignored' : 'updated', after);
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { sys_import_state: 'error', sys_import_state_comment: thrown.detail ?? thrown.message };
  }
}

function told(instance: Instance, map: TransformMap, staged: Row): object {
  const { display } = known(map.target);
  const about = { transform_map: map.name, table: map.target, display_name: display };
  const status = read(staged, 'sys_import_state');
  if (status === 'error')
    return { ...about, status, error_message: read(staged, 'sys_import_state_comment') };
  const sysId = read(staged, 'sys_target_sys_id');
  return {
    ...about,
    display_value: read(instance.store.get(map.target, sysId), display),
    record_link: `${instance.url()}/api/now/table/${map.target}/${sysId}`,
    status,
    sys_id: sysId,
  };
}
