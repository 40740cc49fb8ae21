import { schema } from '../../demo/service/schema/schema.ts';
import { checkDefinition } from '../../main/definition/check.ts';
import type { Definition } from '../../main/definition/schema.ts';
import { type TableMeta, tableMeta } from '../../main/instance/meta.ts';
import { type Catalog, makeCatalog } from '../../main/records/catalog.ts';
import { Dictionary } from '../../main/records/dictionary.ts';
import definition from './definition.json' with { type: 'json' };

/** A sys_id that says which one it is. */
export function sysId(number: number): string {
  return number.toString(16).padStart(32, '0');
}

/** Who works in tests without an instance. */
export const me = { sys_id: sysId(0xe), name: 'Nina Falk', userName: 'nina.falk' };

/** Who asks in tests, and when and where. */
export const context = {
  userId: me.sys_id,
  userName: me.userName,
  now: Date.parse('2026-01-05T08:00:00Z'),
  timeZone: 'UTC',
};

/** What the demo instance tells of its tables. */
export const metas: TableMeta[] = ['wm_task', 'wm_order', 'x_outpost_shift', 'sys_user'].map((name) => {
  const { label, columns } = schema.known(name);
  const told = [...columns].map(([column, { label, type, reference, maxLength, choices }]) => [
    column,
    { label, internal_type: type, reference: reference || null, max_length: maxLength, choices },
  ]);
  return tableMeta(name, { result: { label, columns: Object.fromEntries(told) as unknown } });
});

/** The catalog of a definition, by default the demo's, with the demo's dictionary. */
export function catalogOf(json: unknown = definition): Catalog {
  return makeCatalog(goodDefinition(json), new Dictionary(metas), me);
}

/** The definition, read and found good. */
function goodDefinition(json: unknown): Definition {
  const checked = checkDefinition(json);
  if (checked.ok) return checked.definition;
  throw new Error(checked.problems.map(({ path, sentence }) => `${path}: ${sentence}`).join('\n'));
}
