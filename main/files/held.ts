import type { Database, Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import type { FileStore } from './store.ts';
import { releaseFiles } from './uses.ts';

/**
 * Files of the instance whose content is on this laptop, because they were looked at or sent from here: they can be opened
 * without a connection. More than this is not kept of them; the oldest go first.
 */
const MOST_BYTES = 500_000_000;

const ofOwner = query<{ owner: string }, { hash: string }>((p) =>
  build.selectFrom('file_use').select('hash').where('owner', '=', p('owner')),
);

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

const all = query<Record<string, never>, { owner: string; size: number }>(() =>
  build
    .selectFrom('file_use')
    .innerJoin('stored_file', 'stored_file.hash', 'file_use.hash')
    .select(['owner', 'size'])
    .where('owner', 'like', 'attachment:%')
    .orderBy('added_at', 'desc')
    .orderBy('owner'),
);

/** Writes down that the content of the instance's file of this sys_id is on this laptop. `at` is an ISO instant. */
export function holdFile(
  write: Writer,
  attachment: string,
  file: { hash: string; size: number },
  at: string,
): void {
  const owner = `attachment:${attachment}` as const;
  releaseFiles(write, owner);
  write.run(note, { hash: file.hash, size: file.size, added_at: at });
  write.run(use, { hash: file.hash, owner });
}

/** The content of the instance's file of this sys_id; null when it is not on this laptop. */
export function heldFile(reader: Reader, store: FileStore, attachment: string): string | null {
  const hash = reader.first(ofOwner, { owner: `attachment:${attachment}` })?.hash;
  return hash !== undefined && store.has(hash) ? hash : null;
}

/** Lets go of the files of the instance that there is no room for; they can be fetched again. */
export function letGoOfFiles(database: Database, most = MOST_BYTES): void {
  let held = 0;
  const over = database.all(all, {}).filter(({ size }) => (held += size) > most);
  if (over.length === 0) return;
  database.transaction((write) => {
    for (const { owner } of over) releaseFiles(write, owner as `attachment:${string}`);
  });
}
