import type { FileChunk, FileReference } from '../../preload/contract/files.ts';
import type { Account } from '../account/open.ts';
import { neededFiles } from '../files/uses.ts';

/** Takes in a piece of a file; with the last one the file is on the disk for good and answered. */
export function addFile({ files }: Account, { transfer, data, last }: FileChunk): FileReference | null {
  files.take(transfer, Buffer.from(data, 'base64'));
  if (!last) return null;
  const { hash, size } = files.finish(transfer);
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(last.type) ? last.type : 'application/octet-stream';
  // A caret would end the query by which the file is looked up on the instance, a slash has no place in a name.
  return { hash, size, type, name: last.name.replaceAll(/[\^/\\]/g, '_'), takenAt: last.takenAt };
}

/** Lets go of a file that was not to be kept, unless an entry or a draft needs one of the same content. */
export function forgetFile({ database, files }: Account, hash: string): null {
  if (!neededFiles(database).has(hash)) files.remove(hash);
  return null;
}
