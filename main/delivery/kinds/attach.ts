import type { DefinedStep } from '../../definition/steps.ts';
import { holdFile } from '../../files/held.ts';
import { readFiles } from '../../files/reference.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import { requestKey } from '../../outbox/entry.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { instantOfUtc } from '../../query/utc.ts';
import { type Acknowledged, tellOf } from '../acknowledged.ts';
import { countAlike } from '../own-steps.ts';
import { type Compiling, type Kind, type Looked, type Looking, NOT_THERE, OUT_OF_SIGHT } from './kind.ts';

/** Puts the files of an input on a record: a step, and an upload by itself, for each. */
export const attach: Kind<'attach'> = {
  compile: (step, compiling) => {
    const { table, sys_id } = compiling.target;
    return chosen(step, compiling).map((file) => ({ do: 'attach', table, sys_id, file }));
  },
  change: (step, compiling) => chosen(step, compiling).map((file) => ({ operation: 'attach', file })),
  request: () => null,
  carryOut: async ({ link, sender, entry }, { table, sys_id, file }) => {
    const upload = { ...file, table, sys_id, path: link.filePath(file.hash) };
    const uploading = (sent: number) => {
      link.uploading(file.name, sent, file.size);
    };
    const key = requestKey(entry, entry.step);
    return tellOfFile(await link.instance.upload(upload, key, uploading, sender.leaving));
  },
  compares: null,
  look,
  lookElsewhere: look,
  leavesTrace: true,
  refusedWhenDone: null,
  settle: (write, { entry, at }, { file }, acknowledged) => {
    const attachment = acknowledged.told?.record?.['sys_id']?.value;
    if (attachment !== undefined) holdFile(write, attachment, file, at);
    return { entry, acknowledged };
  },
};

function chosen({ files }: DefinedStep<'attach'>, { inputs, correction }: Compiling) {
  return (readFiles(inputs[files] ?? '') ?? []).map((file) => {
    return { ...file, takenAt: new Date(Date.parse(file.takenAt) + correction).toISOString() };
  });
}

/** It is there when the record has a file of its name and size, put there since the attempt, that is not another of ours. */
async function look(
  { link, entry, since }: Looking,
  { table, sys_id, file }: StepOf<'attach'>,
): Promise<Looked> {
  const found = (await link.instance.attachments(sys_id, file.name, file.size)).filter(
    // `sys_created_on` may be the time it was taken, so the update tells when it came.
    (record) => instantOfUtc(record['sys_updated_on']?.value ?? '') >= since && isContent(record, file.hash),
  );
  const others = countAlike(
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
  return (await link.instance.record(table, sys_id, ['sys_id'])) ? NOT_THERE : OUT_OF_SIGHT;
}

/** Instances keep the SHA-256 of a file; where one does not tell it, name and size have to do. */
function isContent(record: RemoteRecord, hash: string): boolean {
  const told = record['hash']?.value ?? '';
  return told === '' || told === hash;
}

/** The answer is a record of `sys_attachment`, which the definition may cache. */
function tellOfFile(record: RemoteRecord): Acknowledged {
  return tellOf({ table: 'sys_attachment', sys_id: record['sys_id']?.value ?? '' }, record);
}
