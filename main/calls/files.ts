import type { FileChunk, FileReference } from '../../preload/contract/files.ts';
import type { Account } from '../account/account.ts';
import { heldFile, holdFile } from '../files/held.ts';
import { neededFiles } from '../files/uses.ts';
import { Problem } from '../problem.ts';
import { readRow } from '../records/row.ts';
import type { Services } from '../services.ts';

/** Larger files are not fetched: the window has to hold one whole to show or save it. */
const MOST_FETCHED = 250_000_000;

/**
 * The content of a file of the instance, from this laptop if it is here, else fetched and kept. Returns its hash, for
 * `file.read`. Throws Problem `not-found`, `not-offered`, or Failed.
 */
export async function fetchFile(
  account: Account,
  { time, randomBytes }: Pick<Services, 'time' | 'randomBytes'>,
  attachment: string,
): Promise<{ hash: string }> {
  const { catalog, database, files } = account;
  const held = heldFile(database, files, attachment);
  if (held !== null) return { hash: held };
  const table = catalog.tables.get('sys_attachment');
  const row = table && readRow(database, table, attachment);
  if (!row) throw new Problem({ kind: 'not-found', message: 'This file is not on the record any more' });
  if (Number(row['size_bytes'] ?? 0) > MOST_FETCHED) throw tooLarge(row['file_name'] ?? '');
  if (!account.sync.online) throw new Problem({ kind: 'not-offered', message: 'Needs a connection' });
  const transfer = `${attachment} ${Buffer.from(randomBytes(8)).toString('hex')}`;
  let size = 0;
  try {
    files.take(transfer, new Uint8Array());
    await account.download(attachment, (piece) => {
      size += piece.length;
      if (size > MOST_FETCHED) throw tooLarge(row['file_name'] ?? '');
      files.take(transfer, piece);
    });
  } catch (error) {
    files.drop(transfer);
    throw error;
  }
  const file = files.finish(transfer);
  database.transaction((write) => {
    holdFile(write, attachment, file, new Date(time.now()).toISOString());
  });
  return { hash: file.hash };
}

function tooLarge(name: string): Problem {
  const most = Math.round(MOST_FETCHED / 1_000_000);
  return new Problem({
    kind: 'not-offered',
    message: `${name} has more than ${most} MB; open it on the instance`,
  });
}

/** Takes in a piece of a file. With the last one the file is on the disk for good, and returned. */
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
