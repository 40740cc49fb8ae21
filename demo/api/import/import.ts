import { canRead, requireRight } from '../../access/access.ts';
import { json, type Answer } from '../../http/answer.ts';
import { isObject, objectOf } from '../../http/body.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { wanted } from '../../records/values.ts';
import { notFound, Refusal } from '../../refusal.ts';
import type { Table, TransformMap } from '../../schema/table.ts';
import { read, type Row } from '../../store/row.ts';
import { changeRecord, makeRecord } from '../table/change.ts';

/** A table to import into, and what becomes of its records. */
interface Staging {
  table: Table;
  map: TransformMap;
}

/** `POST /api/now/import/{staging}`: one record, transformed at once. */
export function importOne(instance: Instance, call: SignedCall): Answer {
  const staging = stagingNamed(instance, call);
  const set = newSet(instance, call, staging);
  const staged = stage(instance, call, staging, set, objectOf(call));
  const location = `${instance.url()}/api/now/import/${staging.table.name}/${read(staged, 'sys_id')}`;
  return json(201, outcome(instance, staging, set, [staged]), { Location: location });
}

/** `POST /api/now/import/{staging}/insertMultiple`: several. */
export function importMany(instance: Instance, call: SignedCall): Answer {
  const staging = stagingNamed(instance, call);
  const { records } = objectOf(call);
  if (!Array.isArray(records)) throw new Refusal(400, 'Missing or invalid parameter', 'records is missing');
  const set = newSet(instance, call, staging);
  const staged = records.filter(isObject).map((record) => stage(instance, call, staging, set, record));
  return json(201, outcome(instance, staging, set, staged));
}

/** `GET /api/now/import/{staging}/{sys_id}`: what became of a record that was imported. */
export function getImported(instance: Instance, call: SignedCall): Answer {
  const staging = stagingNamed(instance, call);
  const staged = instance.store.get(staging.table.name, (call.params['sys_id'] ?? '').toLowerCase());
  if (!staged || !canRead(instance, call.session, staged)) throw notFound();
  const set = instance.store.get('sys_import_set', read(staged, 'sys_import_set'));
  return json(200, outcome(instance, staging, set ?? {}, [staged]));
}

function stagingNamed({ store }: Instance, { params }: SignedCall): Staging {
  const name = params['staging'] ?? '';
  const table = store.schema.get(name);
  if (!table?.transform) throw new Refusal(400, `Invalid staging table ${name.slice(0, 80)}`, null);
  return { table, map: table.transform };
}

function newSet({ records }: Instance, { session }: SignedCall, { table }: Staging): Row {
  return records.insert(session, 'sys_import_set', { values: { table_name: table.name }, notes: new Map() });
}

function outcome(instance: Instance, { table, map }: Staging, set: Row, staged: readonly Row[]): object {
  const result = staged.map((row) => told(instance, map, row));
  return { import_set: read(set, 'number'), staging_table: table.name, result };
}

/** Takes a record into the staging table, makes of it what the map says, and notes there what became of it. */
function stage(
  instance: Instance,
  call: SignedCall,
  { table, map }: Staging,
  set: Row,
  record: Record<string, unknown>,
): Row {
  const { values } = wanted(table, record, true);
  const came = Object.entries(values).filter(([name]) => map.fields.has(name));
  const became = transform(instance, call, map, record);
  return instance.records.insert(call.session, table.name, {
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
  const table = instance.store.schema.known(map.target);
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
  const { display } = instance.store.schema.known(map.target);
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
