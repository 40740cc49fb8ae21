import { Failed } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import type { Link } from '../link.ts';
import type { Entry } from '../outbox/entry.ts';
import { type CompiledStep, factsOf, type StepKind, type StepOf } from '../outbox/steps.ts';
import { fieldsOf } from './acknowledged.ts';
import { findHidden } from './find-record.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Comparing, Compares } from './conflict/compare.ts';
import { ownChangeOf } from './conflict/own-change.ts';
import type { Verdict } from './conflict/verdict.ts';

/** An entry whose next step is about to be sent. */
export interface Candidate {
  entry: Entry;
  /** The step's record, where the instance has told it just now in answer to the step before: then it is not asked again. */
  told?: RemoteRecord;
}

/** Records asked for in one request. */
const PAGE = 20;
const VERSION = ['sys_id', 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];

/** A step that is compared with its record. */
interface ComparedStep {
  seq: number;
  step: StepOf<StepKind>;
  table: string;
  sys_id: string;
  compares: Compares<CompiledStep>;
}

/**
 * Looks, before steps that are compared are sent, whether somebody else has changed their records since the person saw them:
 * one request for each table. Returns a verdict for each entry by its number; steps of other
 * kinds go without being looked at. Throws Failed when the instance cannot be asked.
 */
export async function preflight(link: Link, candidates: readonly Candidate[]): Promise<Map<number, Verdict>> {
  const verdicts = new Map<number, Verdict>();
  const asked: ComparedStep[] = [];
  for (const { entry, told } of candidates) {
    const step = entry.steps[entry.step];
    const record = step && factsOf(step).record;
    const compares = step && kindOf(step).compares;
    if (!step) continue;
    const { seq } = entry;
    if (!compares || !record) verdicts.set(seq, { verdict: 'go', step, modCount: null, record: null });
    else if (told?.['sys_id']?.value === record.sys_id)
      verdicts.set(seq, compares.verdict(comparing(link, record.sys_id), step, told));
    else asked.push({ seq, step, table: record.table, sys_id: record.sys_id, compares });
  }
  for (const [table, steps] of Map.groupBy(asked, (one) => one.table)) {
    const records = await recordsOf(link, table, steps);
    for (const one of steps) verdicts.set(one.seq, await verdictOn(link, one, records));
  }
  return verdicts;
}

async function verdictOn(
  link: Link,
  { step, table, sys_id, compares }: ComparedStep,
  records: ReadonlyMap<string, RemoteRecord> | null,
): Promise<Verdict> {
  const leftToInstance: Verdict = { verdict: 'go', step, modCount: null, record: null };
  if (records === null) return leftToInstance;
  let record = records.get(sys_id) ?? null;
  if (record === null && compares.looksBehind) {
    const found = await findHidden(link, table, sys_id, [...new Set([...VERSION, ...fieldsOf(link, table)])]);
    if (found.record === null && found.isThere) return leftToInstance;
    ({ record } = found);
  }
  return compares.verdict(comparing(link, sys_id), step, record);
}

function comparing({ database, catalog }: Link, sysId: string): Comparing {
  return { reader: database, catalog: catalog(), own: ownChangeOf(database, sysId) };
}

/**
 * The records as the instance has them now, by sys_id. Null when it refuses to show any record of the table: then nobody has
 * seen a value there, so there is nothing to compare, and the instance is to say itself what it thinks of the step.
 */
async function recordsOf(
  link: Link,
  table: string,
  steps: readonly ComparedStep[],
): Promise<Map<string, RemoteRecord> | null> {
  const set = steps.flatMap(({ step }) => Object.keys(factsOf(step).fields));
  const fields = [...new Set([...VERSION, ...fieldsOf(link, table), ...set])];
  const sysIds = [...new Set(steps.map(({ sys_id }) => sys_id))];
  const records = new Map<string, RemoteRecord>();
  try {
    for (let at = 0; at < sysIds.length; at += PAGE) {
      const query = `sys_idIN${sysIds.slice(at, at + PAGE).join(',')}`;
      const question = { table, query, fields, limit: PAGE, offset: 0, count: false };
      for (const record of (await link.instance.page(question)).records)
        records.set(record['sys_id']?.value ?? '', record);
    }
    return records;
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'refused') return null;
    throw error;
  }
}
