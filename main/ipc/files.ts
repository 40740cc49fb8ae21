import type { FileChunk, FileReference } from '../../preload/contract/files.ts';
import type { Account } from '../account/open.ts';

/** Takes in a piece of a file; with the last one the file is on the disk for good and answered. */
export function addFile({ files }: Account, { transfer, data, last }: FileChunk): FileReference | null {
  files.take(transfer, Buffer.from(data, 'base64'));
  if (!last) return null;
  const { hash, size } = files.finish(transfer);
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(last.type) ? last.type : 'application/octet-stream';
  // A caret would end the query by which the file is looked up on the instance, a slash has no place in a name.
  return { hash, size, type, name: last.name.replaceAll(/[\^/\\]/g, '_'), takenAt: last.takenAt };
}
