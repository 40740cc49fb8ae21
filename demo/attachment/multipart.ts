import { Refusal } from '../refusal.ts';

/** One part of a multipart body. */
export interface Part {
  name: string;
  /** Null for a plain field. */
  fileName: string | null;
  type: string;
  bytes: Buffer;
}

/** Takes a `multipart/form-data` body apart. Refuses what is none. */
export function partsOf(contentType: string, body: Buffer): Part[] {
  const boundary = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
  const text = boundary?.[1] ?? boundary?.[2];
  if (!/^multipart\/form-data/i.test(contentType) || text === undefined) {
    throw new Refusal(415, 'Unsupported media type', 'multipart/form-data with a boundary is expected');
  }
  const mark = Buffer.from(`--${text}`);
  const parts: Part[] = [];
  let start = body.indexOf(mark);
  while (start >= 0) {
    const end = body.indexOf(mark, start + mark.length);
    if (end < 0) break;
    const part = partOf(body.subarray(start + mark.length, end));
    if (part) parts.push(part);
    start = end;
  }
  return parts;
}

function partOf(section: Buffer): Part | null {
  const gap = section.indexOf('\r\n\r\n');
  if (gap < 0) return null;
  const head = section.subarray(0, gap).toString('utf8');
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) return null;
  return {
    name,
    fileName: /[;\s]filename="([^"]*)"/i.exec(head)?.[1] ?? null,
    type: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream',
    bytes: section.subarray(gap + 4, section.length - 2),
  };
}
