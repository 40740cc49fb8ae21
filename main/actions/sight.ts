import type { Cell } from '../../preload/contract/outbox.ts';
import type { Reader } from '../database/database.ts';
import type { Touch } from '../outbox/entry.ts';
import type { StepOf } from '../outbox/steps.ts';
import type { Row } from '../query/row.ts';
import { displayOf } from '../records/cache-table.ts';
import type { Catalog } from '../records/catalog.ts';
import { withDisplay } from '../records/display.ts';
import { readRow } from '../records/row.ts';
import { baseOf, viewBefore } from '../records/view.ts';

/**
 * What the person sees of records when they trigger an action: the view, and for a later step of the action what its earlier
 * steps make of it. An update or a delete takes it along, so that a change that somebody else made meanwhile is noticed
 * before it is sent (docs/delivery.md). An entry that is edited keeps its place, so what later entries make of
 * a record does not count for it.
 */
export class Sight {
  readonly #reader: Reader;
  readonly #catalog: Catalog;
  readonly #edits: number | null;
  readonly #seen = new Map<string, Row>();

  /** `own` is the view of the action's own record, `edits` the entry that is edited; null for a new one. */
  constructor(reader: Reader, catalog: Catalog, own: Row | null, edits: number | null) {
    this.#reader = reader;
    this.#catalog = catalog;
    this.#edits = edits;
    if (own && edits === null) this.#seen.set(own['sys_id'] ?? '', own);
  }

  /** Takes in the fields that a step of the action sets, for the steps after it. */
  change(target: Touch, fields: Readonly<Record<string, string>>): void {
    const table = this.#catalog.tables.get(target.table);
    if (!table) return;
    const changed = withDisplay(this.#reader, this.#catalog, table, fields);
    this.#seen.set(target.sys_id, { ...this.#row(target), ...changed });
  }

  /** What an update of these fields is compared with, and who wins each by the definition as it is now. */
  ofUpdate(
    target: Touch,
    fields: readonly string[],
  ): Pick<StepOf<'update'>, 'seen' | 'modCount' | 'policies'> {
    const dataset = this.#catalog.definition.datasets.find(({ table }) => table === target.table);
    const policies = Object.entries(dataset?.conflicts ?? {}).flatMap(([field, policy]) =>
      policy === 'ask' || !fields.includes(field) ? [] : [[field, policy] as const],
    );
    return {
      seen: this.#cells(target, fields),
      modCount: this.#modCount(target),
      policies: Object.fromEntries(policies),
    };
  }

  /** What a delete is compared with: everything that is cached of the record. */
  ofDelete(target: Touch): Pick<StepOf<'delete'>, 'seen' | 'modCount'> {
    const names = this.#catalog.tables.get(target.table)?.fields.map(({ name }) => name) ?? [];
    const fields = names.filter((name) => !name.startsWith('sys_'));
    return { seen: this.#cells(target, fields), modCount: this.#modCount(target) };
  }

  #cells(target: Touch, fields: readonly string[]): Record<string, Cell> {
    const row = this.#row(target);
    const types = this.#catalog.tables.get(target.table)?.types;
    const cells = fields.flatMap((field) => {
      const value = row?.[field];
      if (row === undefined || value === undefined || types?.get(field) === 'journal') return [];
      return [[field, { value, display: displayOf(row, field) }] as const];
    });
    return Object.fromEntries(cells);
  }

  #row({ table: name, sys_id }: Touch): Row | undefined {
    const table = this.#catalog.tables.get(name);
    const seen = this.#seen.get(sys_id);
    if (seen !== undefined || table === undefined) return seen;
    return this.#edits === null
      ? readRow(this.#reader, table, sys_id)
      : (viewBefore(this.#reader, table, sys_id, this.#edits) ?? undefined);
  }

  #modCount({ table: name, sys_id }: Touch): string | null {
    const table = this.#catalog.tables.get(name);
    const base = table && baseOf(this.#reader, table, sys_id);
    const modCount = base?.['sys_mod_count'] ?? '';
    return modCount === '' ? null : modCount;
  }
}
