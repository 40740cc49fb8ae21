import type { FileReference } from '../../preload/contract/files.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Database, Reader, Writer } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import { completeDraft } from '../drafts/drafts.ts';
import type { FileStore } from '../files/store.ts';
import { releaseFiles, useFiles } from '../files/uses.ts';
import { deciding } from '../outbox/decide.ts';
import { addEntry, reviseEntry } from '../outbox/entries.ts';
import type { Entry, Touch } from '../outbox/entry.ts';
import { seeAnew } from '../outbox/rebase.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../records/cache-table.ts';
import { actionOf, type Catalog, tableOf, titleOf } from '../records/catalog.ts';
import { displayValue } from '../records/display.ts';
import { addPending, createdHere, forgetPending, type PendingChange } from '../records/pending.ts';
import { readRow } from '../records/row.ts';
import { keepBase, recomputeView } from '../records/view.ts';
import { meets, obstacle } from './offer.ts';
import { compileAction, createdBy } from './compile.ts';
import { checkInputs } from './inputs.ts';
import { correctionOf, timesOf } from './times.ts';

export interface Press {
  action: string;
  /** sys_id of the record; null for an action without one. */
  record: string | null;
  inputs: Inputs;
  /** The refused entry that this press mends; null for a new one. */
  revises: number | null;
  /** The draft that this press completes; null for none. */
  draft: string | null;
}

/** What trigger needs of the world. */
export interface Pressing {
  database: Database;
  catalog: Catalog;
  /** There is a connection; without one an action that runs only online is not offered. */
  connected: boolean;
  /** Instance clock minus device clock in milliseconds, as last measured; null when never. */
  clockOffset: number | null;
  now: () => number;
  randomBytes: (count: number) => Uint8Array;
  files: FileStore;
}

export interface Pressed {
  seq: number;
  /** Tables whose view has changed. */
  tables: string[];
}

/**
 * One press of a button, whole: conditions and inputs are checked against the view, values resolved, and the entry and
 * its changes to the view committed together with one flush to the disk (DESIGN.md section 5). When this returns, nothing that the
 * person is told can be lost. Throws Problem: `not-found`, `not-offered`, `invalid-input`.
 */
export function trigger(
  { database, catalog, connected, clockOffset, now, randomBytes, files }: Pressing,
  press: Press,
): Pressed {
  const action = actionOf(catalog, press.action);
  const hex = () => Buffer.from(randomBytes(16)).toString('hex');
  const at = new Date(now());

  return database.transaction((write) => {
    const mended =
      press.revises === null ? null : takeBack(write, catalog, action, press.record, press.revises);
    const row = recordOf(write, catalog, action, press.record);
    const why = obstacle(write, catalog, action, row, { connected, now: at.getTime() });
    if (why !== null) throw new Problem({ kind: 'not-offered', message: why });
    const { times } = catalog.definition;
    const time = timesOf(times, at, clockOffset);
    const inputs = checkInputs(write, catalog, action, row, { inputs: press.inputs, ...time });
    const { steps, changes, checks, record, touches } = compileAction(write, catalog, action, {
      record: row,
      inputs,
      ...time,
      correction: correctionOf(times, clockOffset),
      newSysId: hex,
      kept: mended ? createdBy(action, mended.steps) : new Map(),
      mends: mended?.seq ?? null,
    });
    for (const { table, sys_id, when, message } of checks) {
      const checked = readRow(write, tableOf(catalog, table), sys_id);
      if (!checked || !meets(write, catalog, table, when, checked, at.getTime()))
        throw new Problem({ kind: 'not-offered', message });
    }
    const all = [...touches, ...neededBy(write, steps, touches)];
    const title = record ? titleOf(catalog, record.table, row) : '';
    let seq: number;
    if (mended) {
      reviseEntry(write, mended, { touches: all, inputs, steps }, { at: at.getTime(), clockOffset });
      seeAnew(write, mended, steps, (table, field, value) => {
        return { value, display: displayValue(write, catalog, table, field, value) };
      });
      seq = mended.seq;
    } else {
      const { id, label } = action;
      const triggeredAt = at.toISOString();
      const pressed = {
        action: id,
        label,
        record,
        title,
        touches: all,
        inputs,
        steps,
        triggeredAt,
        clockOffset,
      };
      seq = addEntry(write, { key: hex(), ...pressed });
    }
    layChanges(write, catalog, seq, changes);
    useFiles(write, files, `entry:${seq}`, attached(steps), at.toISOString());
    if (press.draft !== null && completeDraft(write, press.draft, press.record)) {
      releaseFiles(write, `draft:${press.draft}`);
    }
    return { seq, tables: tablesOf(changes, steps) };
  });
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

/** Takes the changes of the entry to be mended off the view, so that its conditions are judged without itself. */
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

/**
 * Records that the steps only refer to, as a task refers to its order, and that an unacknowledged entry creates: the instance
 * must know them first.
 */
function neededBy(reader: Reader, steps: readonly CompiledStep[], touches: readonly Touch[]): Touch[] {
  const touched = new Set(touches.map(({ sys_id }) => sys_id));
  const mentioned = new Set(JSON.stringify(steps).match(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g) ?? []);
  return [...mentioned].flatMap((sys_id) => {
    const table = touched.has(sys_id) ? null : createdHere(reader, sys_id);
    return table === null ? [] : [{ table, sys_id, needs: true as const }];
  });
}

function recordOf(write: Writer, catalog: Catalog, action: Action, sysId: string | null): Row | null {
  if (action.context === 'none') return null;
  const row = sysId === null ? undefined : readRow(write, tableOf(catalog, action.table), sysId);
  if (row) return row;
  throw new Problem({ kind: 'not-found', message: 'This record is not on this laptop any more' });
}

function attached(steps: readonly CompiledStep[]): FileReference[] {
  return steps.flatMap((step) => (step.do === 'attach' ? [step.file] : []));
}

function tablesOf(changes: readonly PendingChange[], steps: readonly CompiledStep[]): string[] {
  const named = steps.flatMap((step) => (step.do === 'call' ? [] : [step.table]));
  return [...new Set([...changes.map((change) => change.table), ...named])];
}
