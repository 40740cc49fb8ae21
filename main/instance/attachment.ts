import { z } from 'zod';
import { utcText } from '../query/utc.ts';
import type { RemoteRecord } from './record.ts';

/** What the Attachment API says of a file: plain values. */
const metadata = z.record(
  z.string(),
  z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
);

export const oneAttachment = z.object({ result: metadata });
export const manyAttachments = z.object({ result: z.array(metadata) });

/** A file on its way to a record. */
export interface Upload {
  table: string;
  sys_id: string;
  name: string;
  type: string;
  size: number;
  /** ISO instant at which it was taken. */
  takenAt: string;
  /** Where its content lies on this laptop. */
  path: string;
}

/** Path and query of an upload. `creation_time` exists for files captured offline (docs/instance.md C4.2). */
export function uploadPath({ table, sys_id, name, takenAt }: Upload): string {
  const asked = new URLSearchParams({
    table_name: table,
    table_sys_id: sys_id,
    file_name: name,
    creation_time: utcText(Date.parse(takenAt)),
  });
  return `/api/now/attachment/file?${asked.toString()}`;
}

/** An attachment's metadata in the shape of a record of `sys_attachment`. */
export function attachmentRecord(values: z.output<typeof metadata>): RemoteRecord {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, display_value: value }]),
  );
}

/** Asks for a file as it is, whatever that may be. */
export const anyType = { accept: '*/*' };

/** Whether an answer's headers say that it is this attachment (docs/instance.md C4.2). */
export function isAttachment(
  sysId: string,
): (headers: Record<string, string | string[] | undefined>) => boolean {
  return (headers) => String(headers['x-attachment-metadata'] ?? '').includes(`"${sysId}"`);
}
