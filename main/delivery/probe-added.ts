import type { RemoteRecord } from '../instance/record.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { sentFound } from '../outbox/history.ts';
import { readTime } from '../records/journal.ts';
import type { Link } from '../link.ts';
import { countNotes } from './notes.ts';
import {
  attemptedAt,
  done,
  NOT_YET,
  OUT_OF_SIGHT,
  type Probed,
  RECENT,
  SLACK_MS,
  type Step,
} from './probed.ts';
import { fieldsOf, tellOfFile } from './send.ts';

/** A note is there when the journal holds more of it than the other entries of ours have written. */
export async function probeNote(link: Link, entry: Entry, step: Step<'note'>): Promise<Probed> {
  const asked = [...new Set([...fieldsOf(link, step.table), step.field, 'sys_updated_on'])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record) return OUT_OF_SIGHT;
  const since = attemptedAt(link, entry);
  const written = countNotes(record, step, link.catalog().user.name, since, link.instance.zone);
  const others = countOurs(
    link,
    entry,
    (other) =>
      other.do === 'note' &&
      other.sys_id === step.sys_id &&
      other.field === step.field &&
      other.text.trim() === step.text.trim(),
  );
  return written > others ? done(step, record) : NOT_YET;
}

/** A file is there when the record has one of its name and size, put there since the attempt, that is not another of ours. */
export async function probeFile(
  link: Link,
  entry: Entry,
  { table, sys_id, file }: Step<'attach'>,
): Promise<Probed> {
  const since = attemptedAt(link, entry);
  const found = (await link.instance.attachments(sys_id, file.name, file.size)).filter(
    // `sys_created_on` may be the time it was taken, so the update tells when it came.
    (record) => readTime(record['sys_updated_on']?.value ?? '') >= since && isContent(record, file.hash),
  );
  const others = countOurs(
    link,
    entry,
    (other) =>
      other.do === 'attach' &&
      other.sys_id === sys_id &&
      other.file.name === file.name &&
      other.file.hash === file.hash,
  );
  const ours = found[others];
  if (ours) return { found: 'done', acknowledged: tellOfFile(ours) };
  return (await link.instance.record(table, sys_id, ['sys_id'])) ? NOT_YET : OUT_OF_SIGHT;
}

/** Instances keep the SHA-256 of a file; where one does not tell it, name and size have to do. */
function isContent(record: RemoteRecord, hash: string): boolean {
  const told = record['hash']?.value ?? '';
  return told === '' || told === hash;
}

/** Acknowledged steps like this one, of this entry or of others sent since its attempt. */
function countOurs(link: Link, entry: Entry, alike: (step: CompiledStep) => boolean): number {
  const since = Math.min(Date.parse(entry.attemptedAt ?? entry.triggeredAt), link.time.now()) - SLACK_MS;
  const others = sentFound(link.database, RECENT).entries.filter(
    ({ seq, sentAt }) => seq !== entry.seq && sentAt !== null && Date.parse(sentAt) >= since,
  );
  const steps = [...entry.steps.slice(0, entry.step), ...others.flatMap((other) => other.steps)];
  return steps.filter(alike).length;
}
