import { Failed } from '../../instance/failed.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import type { Entry } from '../../outbox/entry.ts';
import type { CompiledStep } from '../../outbox/steps.ts';
import { compareDelete, compareUpdate } from './compare.ts';
import { lookBehind, type Looked } from '../find-record.ts';
import type { Link } from '../../link.ts';
import { ownChangeOf } from './own-change.ts';
import { fieldsOf } from '../send.ts';
import type { Verdict } from './verdict.ts';

/** A step that is about to be sent. */
export interface Candidate {
  entry: Entry;
  step: number;
  /** The step's record, where the instance has told it just now in answer to the step before: then it is not asked again. */
  told?: RemoteRecord;
}

/** Records asked for in one request. */
const PAGE = 20;
const VERSION = ['sys_id', 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];

type Compared = Extract<CompiledStep, { do: 'update' | 'delete' }>;

/**
 * Looks, before updates and deletes are sent, whether somebody else has changed their records since the person saw them
 * (DESIGN.md section 6, conflicts): one request for each table. Answers a verdict for each entry by its number; steps of other
 * kinds go without being looked at. Throws Failed when the instance cannot be asked.
 */
export async function preflight(link: Link, candidates: readonly Candidate[]): Promise<Map<number, Verdict>> {
  const verdicts = new Map<number, Verdict>();
  const asked: { seq: number; step: Compared }[] = [];
  for (const { entry, step: at, told } of candidates) {
    const step = entry.steps[at];
    const isCompared = step?.do === 'update' || step?.do === 'delete';
    if (isCompared && told?.['sys_id']?.value === step.sys_id)
      verdicts.set(entry.seq, verdictOn(link, step, told));
    else if (isCompared) asked.push({ seq: entry.seq, step });
    else if (step) verdicts.set(entry.seq, { verdict: 'go', step, modCount: null, record: null });
  }
  for (const [table, steps] of Map.groupBy(asked, ({ step }) => step.table)) {
    const records = await recordsOf(link, table, steps);
    for (const { seq, step } of steps) {
      const looked = records && (await lookedBehind(link, step, records.get(step.sys_id) ?? null));
      const isLeftToInstance = looked === null || (looked.record === null && looked.isThere);
      verdicts.set(
        seq,
        isLeftToInstance
          ? { verdict: 'go', step, modCount: null, record: null }
          : verdictOn(link, step, looked.record),
      );
    }
  }
  return verdicts;
}

/** What is to be deleted and only hidden is not gone: the instance is to say what it thinks of that. */
async function lookedBehind(link: Link, step: Compared, shown: RemoteRecord | null): Promise<Looked> {
  const { table, sys_id } = step;
  if (shown || step.do === 'update') return { record: shown, isThere: shown !== null };
  return lookBehind(link, table, sys_id, [...new Set([...VERSION, ...fieldsOf(link, table)])]);
}

function verdictOn(link: Link, step: Compared, record: RemoteRecord | null): Verdict {
  const own = ownChangeOf(link.database, step.sys_id);
  const around = { reader: link.database, catalog: link.catalog(), own };
  return step.do === 'update' ? compareUpdate(around, step, record) : compareDelete(around, step, record);
}

/**
 * The records as the instance has them now, by sys_id. Null when it refuses to show any record of the table: then nobody has
 * seen a value there, so there is nothing to compare, and the instance is to say itself what it thinks of the step.
 */
async function recordsOf(
  link: Link,
  table: string,
  steps: readonly { step: Compared }[],
): Promise<Map<string, RemoteRecord> | null> {
  const set = steps.flatMap(({ step }) => (step.do === 'update' ? Object.keys(step.fields) : []));
  const fields = [...new Set([...VERSION, ...fieldsOf(link, table), ...set])];
  const sysIds = [...new Set(steps.map(({ step }) => step.sys_id))];
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
