import type { FileReference } from '../../preload/contract/files.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import { Problem } from '../problem.ts';
import type { FileStore } from './store.ts';

/**
 * Somebody who needs files: an entry until it is sent or discarded for good, a draft until it is gone, a file of the instance
 * (by its sys_id) while there is room for it.
 */
export type Owner = `entry:${number}` | `draft:${string}` | `attachment:${string}`;

const note = query<{ hash: string; size: number; added_at: string }>((p) =>
  build
    .insertInto('stored_file')
    .values({ hash: p('hash'), size: p('size'), added_at: p('added_at') })
    .onConflict((conflict) => conflict.doNothing()),
);

const use = query<{ hash: string; owner: string }>((p) =>
  build
    .insertInto('file_use')
    .values({ hash: p('hash'), owner: p('owner') })
    .onConflict((conflict) => conflict.doNothing()),
);

const release = query<{ owner: string }>((p) => build.deleteFrom('file_use').where('owner', '=', p('owner')));

const ofOwner = query<{ owner: string }, { hash: string; size: number }>((p) =>
  build
    .selectFrom('file_use')
    .innerJoin('stored_file', 'stored_file.hash', 'file_use.hash')
    .select(['stored_file.hash', 'stored_file.size'])
    .where('owner', '=', p('owner')),
);

const needed = query<Record<string, never>, { hash: string }>(() =>
  build.selectFrom('file_use').select('hash').distinct(),
);

/** Writes down which files an owner needs from now on, in place of those before. Throws Problem when one is not there. */
export function useFiles(
  write: Writer,
  store: FileStore,
  owner: Owner,
  files: readonly Pick<FileReference, 'hash' | 'name' | 'size'>[],
  at: string,
): void {
  releaseFiles(write, owner);
  for (const { hash, name, size } of files) {
    if (!store.has(hash)) {
      throw new Problem({
        kind: 'not-found',
        message: `The file ${name} is not on this laptop any more; add it again`,
      });
    }
    write.run(note, { hash, size, added_at: at });
    write.run(use, { hash, owner });
  }
}

/** An owner needs its files no longer. They stay until the next sweep. */
export function releaseFiles(write: Writer, owner: Owner): void {
  write.run(release, { owner });
}

/** The files that an owner needs. */
export function filesOf(reader: Reader, owner: Owner): { hash: string; size: number }[] {
  return reader.all(ofOwner, { owner });
}

/** Hashes of the files that somebody needs. */
export function neededFiles(reader: Reader): Set<string> {
  return new Set(reader.all(needed, {}).map(({ hash }) => hash));
}
