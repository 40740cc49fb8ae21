import type { FileReference } from '../../preload/contract/files.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Database, Writer } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import { completeDraft } from '../drafts/drafts.ts';
import type { FileStore } from '../files/store.ts';
import { releaseFiles, useFiles } from '../files/uses.ts';
import { deciding } from '../outbox/decide.ts';
import { addEntry, editEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { replaceSeen } from '../outbox/rebase.ts';
import { type Stamp, timeOf } from '../outbox/stamp.ts';
import { type CompiledStep, factsOf } from '../outbox/steps.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../query/row.ts';
import { actionOf, type Catalog, tableOf, titleOf } from '../records/catalog.ts';
import { displayValue } from '../records/display.ts';
import { addPending, forgetPending, type PendingChange } from '../records/pending.ts';
import { readRow } from '../records/row.ts';
import { keepBase, recomputeView } from '../records/view.ts';
import { meets, obstacle } from './offer.ts';
import { compileAction, type Compiled, createdBy } from './compile.ts';
import { checkInputs } from './inputs.ts';
import { correctionOf, timesOf } from './times.ts';

/** What a person asks for. */
export interface Asked {
  action: string;
  /** sys_id of the record; null for an action without one. */
  record: string | null;
  inputs: Inputs;
  /** The entry that is edited by it; null for a new one. */
  revises: number | null;
  /** The draft that is completed by it; null for none. */
  draft: string | null;
}

/** What trigger needs of the world. */
export interface Triggering {
  database: Database;
  catalog: Catalog;
  /** There is a connection; without one an action that runs only online is not offered. */
  connected: boolean;
  /** Now, with what is known of the instance's clock. */
  now: Stamp;
  randomBytes: (count: number) => Uint8Array;
  files: FileStore;
}

/** What was written. */
export interface Written {
  seq: number;
  /** Tables whose view has changed. */
  tables: string[];
}

/**
 * Triggers an action, whole: conditions and inputs are checked against the view, values resolved, and the entry and
 * its changes to the view committed together with one flush to the disk. When this returns, nothing that the
 * person is told can be lost. Throws Problem: `not-found`, `not-offered`, `invalid-input`.
 */
export function trigger(triggering: Triggering, asked: Asked): Written {
  const { database, catalog, files, now } = triggering;
  const action = actionOf(catalog, asked.action);
  return database.transaction((write) => {
    const edited =
      asked.revises === null ? null : takeBack(write, catalog, action, asked.record, asked.revises);
    const row = recordOf(write, catalog, action, asked.record);
    const why = obstacle(write, catalog, action, row, {
      connected: triggering.connected,
      now: timeOf(now),
    });
    if (why !== null) throw new Problem({ kind: 'not-offered', message: why });
    const { inputs, compiled } = resolved(write, triggering, action, row, edited, asked.inputs);
    const { steps, changes, touches } = compiled;
    const seq = edited
      ? edit(write, triggering, edited, { touches, inputs, steps })
      : add(write, triggering, action, row, inputs, compiled);
    layChanges(write, catalog, seq, changes);
    useFiles(write, files, `entry:${seq}`, attached(steps), now.at);
    if (asked.draft !== null && completeDraft(write, asked.draft, asked.record))
      releaseFiles(write, `draft:${asked.draft}`);
    return { seq, tables: tablesOf(changes, steps) };
  });
}

/** The action with every value resolved, once its inputs and the conditions of its steps are met. */
function resolved(
  write: Writer,
  { catalog, now, randomBytes }: Triggering,
  action: Action,
  row: Row | null,
  edited: Entry | null,
  typed: Inputs,
): { inputs: Inputs; compiled: Compiled } {
  const { times } = catalog.definition;
  const time = timesOf(times, new Date(timeOf(now)), now.offset);
  const inputs = checkInputs(write, catalog, action, row, { inputs: typed, ...time });
  const compiled = compileAction(write, catalog, action, {
    record: row,
    inputs,
    ...time,
    correction: correctionOf(times, now.offset),
    newSysId: () => hexOf(randomBytes(16)),
    kept: edited ? createdBy(action, edited.steps) : new Map(),
    edits: edited?.seq ?? null,
  });
  for (const { table, sys_id, when, message } of compiled.checks) {
    const checked = readRow(write, tableOf(catalog, table), sys_id);
    if (!checked || !meets(write, catalog, table, when, checked, timeOf(now)))
      throw new Problem({ kind: 'not-offered', message });
  }
  return { inputs, compiled };
}

/** A new entry, at the end of the Outbox. */
function add(
  write: Writer,
  { catalog, now, randomBytes }: Triggering,
  { id, label }: Action,
  row: Row | null,
  inputs: Inputs,
  { record, touches, steps }: Compiled,
): number {
  return addEntry(write, {
    key: hexOf(randomBytes(16)),
    action: id,
    label,
    record,
    title: record ? titleOf(catalog, record.table, row) : '',
    touches,
    inputs,
    steps,
    triggered: now,
  });
}

/** The entry with other inputs and steps, where it stands. */
function edit(
  write: Writer,
  { catalog, now }: Triggering,
  edited: Entry,
  anew: Pick<Entry, 'touches' | 'inputs' | 'steps'>,
): number {
  editEntry(write, edited, anew, now);
  replaceSeen(write, edited, anew.steps, (table, field, value) => {
    return { value, display: displayValue(write, catalog, table, field, value) };
  });
  return edited.seq;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Lays the changes of an entry over the view. */
function layChanges(write: Writer, catalog: Catalog, seq: number, changes: readonly PendingChange[]): void {
  const changed = new Map(changes.map((change) => [change.sys_id, change.table]));
  for (const [sysId, name] of changed) {
    const table = tableOf(catalog, name);
    keepBase(write, table, sysId);
    for (const change of changes) if (change.sys_id === sysId) addPending(write, seq, change);
    recomputeView(write, table, sysId);
  }
}

/** Takes the changes of the entry to be edited off the view, so that its conditions are judged without itself. */
function takeBack(write: Writer, catalog: Catalog, action: Action, sysId: string | null, seq: number): Entry {
  const entry = deciding(write, seq, 'edit', action.form !== null);
  const same = action.context === 'none' || entry.record?.sys_id === sysId;
  if (entry.action !== action.id || !same) {
    throw new Problem({ kind: 'malformed', message: `Entry ${seq} is no ${action.label} of this record` });
  }
  for (const { table, sys_id } of entry.touches) {
    forgetPending(write, seq, sys_id);
    const cached = catalog.tables.get(table);
    if (cached) recomputeView(write, cached, sys_id);
  }
  return entry;
}

function recordOf(write: Writer, catalog: Catalog, action: Action, sysId: string | null): Row | null {
  if (action.context === 'none') return null;
  const row = sysId === null ? undefined : readRow(write, tableOf(catalog, action.table), sysId);
  if (row) return row;
  throw new Problem({ kind: 'not-found', message: 'This record is not on this laptop any more' });
}

function attached(steps: readonly CompiledStep[]): FileReference[] {
  return steps.flatMap((step) => factsOf(step).file ?? []);
}

function tablesOf(changes: readonly PendingChange[], steps: readonly CompiledStep[]): string[] {
  const named = steps.flatMap((step) => factsOf(step).record?.table ?? []);
  return [...new Set([...changes.map((change) => change.table), ...named])];
}
