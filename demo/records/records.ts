import type { Session } from '../access/session.ts';
import type { Assumptions } from '../assumptions.ts';
import { stamp } from '../clock.ts';
import { duplicate, notFound, operationFailed, Refusal } from '../refusal.ts';
import { blankRow, read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { askPolicies, askRules } from './ask.ts';
import { Change } from './change.ts';
import { forgetDependents } from './dependents.ts';
import { Numbers } from './numbers.ts';
import type { Flow, Policy, Rule } from './rule.ts';
import type { Wanted } from './values.ts';
import type { Writer } from './writer.ts';

interface Parts {
  store: Store;
  rules: readonly Rule[];
  policies: readonly Policy[];
  flows: readonly Flow[];
  now: () => number;
  newId: () => string;
  assumed: Assumptions;
  /** Removes the bytes of an attachment. */
  dropFile: (sysId: string) => void;
}

/** Rules may cause changes that cause rules; beyond this depth they are going in circles. */
const DEEPEST = 12;

/** The one way records change: before rules, data policies, system fields, the store, journals, after rules. */
export class Records implements Writer {
  readonly store: Store;
  readonly #parts: Parts;
  readonly #numbers: Numbers;
  readonly system: Session = {
    sysId: '',
    userName: 'system',
    name: 'System',
    zone: 'UTC',
    roles: new Set(['admin']),
  };
  #depth = 0;
  #done: Change[] = [];

  constructor(parts: Parts) {
    this.store = parts.store;
    this.#parts = parts;
    this.#numbers = new Numbers(parts.store);
  }

  insert(session: Session, name: string, { values, notes, quiet = false }: Wanted): Row {
    const table = this.store.schema.known(name);
    const chosen = this.#parts.assumed.clientChoosesSysId ? (values['sys_id'] ?? '').toLowerCase() : '';
    const sysId = /^[0-9a-f]{32}$/.test(chosen) ? chosen : this.#parts.newId();
    if (this.store.get(name, sysId)) throw duplicate(sysId, this.#parts.assumed.duplicateStatus);
    const draft = Object.assign(blankRow(table), values, { sys_id: sysId });
    if (table.columns.has('number') && read(draft, 'number') === '')
      draft['number'] = this.#numbers.next(table);
    return this.#apply({ kind: 'insert', table: name, session, before: undefined, draft, notes, quiet });
  }

  update(session: Session, name: string, sysId: string, { values, notes, quiet = false }: Wanted): Row {
    const before = this.store.get(name, sysId);
    if (!before) throw notFound();
    const draft = { ...before, ...values, sys_id: sysId };
    return this.#apply({ kind: 'update', table: name, session, before, draft, notes, quiet });
  }

  remove(session: Session, name: string, sysId: string): void {
    const before = this.store.get(name, sysId);
    if (!before) throw notFound();
    this.#apply({ kind: 'delete', table: name, session, before, draft: before, notes: new Map() });
  }

  /** Starts over, when the store did. */
  clear(): void {
    this.#numbers.clear();
  }

  note(session: Session, name: string, sysId: string, column: string, text: string): void {
    this.update(session, name, sysId, { values: {}, notes: new Map([[column, text]]) });
  }

  #apply(given: Omit<ConstructorParameters<typeof Change>[0], 'records' | 'time'>): Row {
    const change = new Change({ ...given, records: this, time: stamp(this.#parts.now()) });
    this.#depth += 1;
    try {
      if (this.#depth > DEEPEST) throw operationFailed('Business rules called each other without end');
      return this.store.together(() => this.#carryOut(change));
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#flow();
    }
  }

  /** Runs the flows that the changes just done have set off. */
  #flow(): void {
    const done = this.#done;
    this.#done = [];
    for (const change of done) {
      // What was undone with a change that failed sets nothing off.
      if (this.store.get(change.table, change.sysId) !== change.draft) continue;
      for (const flow of this.#parts.flows) {
        if (flow.table === change.table && flow.when(change)) this.#run(flow, change);
      }
    }
  }

  #run(flow: Flow, change: Change): void {
    try {
      flow.run(this, change);
    } catch (thrown) {
      // What rules turn down does not happen, and the request that set the flow off is none the worse for it.
      if (!(thrown instanceof Refusal)) throw thrown;
    }
  }

  #carryOut(change: Change): Row {
    const rules = this.#parts.rules.filter(
      (rule) => rule.table === change.table && rule.on.includes(change.kind),
    );
    askRules(change, rules);
    if (change.kind !== 'delete') askPolicies(change, this.#parts.policies);
    if (change.kind === 'delete') this.#forget(change);
    else if (this.#isReal(change)) this.#write(change);
    else return change.before ?? change.draft;
    this.#done.push(change);
    for (const rule of rules) if (rule.when === 'after') rule.run(change);
    return this.store.get(change.table, change.sysId) ?? change.draft;
  }

  #isReal(change: Change): boolean {
    if (change.kind === 'insert' || change.notes.size > 0 || this.#parts.assumed.emptyUpdateCounts)
      return true;
    return Object.keys(change.draft).some((field) => change.moves(field));
  }

  #write(change: Change): void {
    const { session } = change;
    if (!change.quiet) sign(change);
    this.store.put(change.table, change.draft);
    for (const [element, value] of change.notes) {
      const entry = { name: change.table, element, element_id: change.sysId, value };
      this.insert(session, 'sys_journal_field', { values: entry, notes: new Map() });
    }
  }

  #forget(change: Change): void {
    this.store.remove(change.table, change.sysId);
    forgetDependents(this.store, change.table, change.sysId, this.#parts.dropFile);
    if (unaudited.has(change.table)) return;
    const values = {
      tablename: change.table,
      documentkey: change.sysId,
      display_value: change.now(this.store.schema.known(change.table).display),
    };
    this.insert(change.session, 'sys_audit_delete', { values, notes: new Map() });
  }
}

/** Writes down who changed the record, when and how often. */
function sign(change: Change): void {
  const { session, time, before } = change;
  if (!before) {
    change.set('sys_created_on', time);
    change.set('sys_created_by', session.userName);
  }
  change.set('sys_mod_count', before ? String(Number(read(before, 'sys_mod_count')) + 1) : '0');
  change.set('sys_updated_on', time);
  change.set('sys_updated_by', session.userName);
}

/** Tables whose deletions leave no trace (`no_audit_delete`). */
const unaudited = new Set(['sys_audit_delete', 'sys_journal_field']);
