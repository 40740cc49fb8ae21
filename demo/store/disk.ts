import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** One thing that is kept across restarts: a record, an effect, a token. `value` is null when it is gone. */
export interface Kept {
  kind: string;
  key: string;
  value: object | null;
}

/** Where things are kept across restarts. */
export interface Disk {
  load(): Iterable<{ kind: string; key: string; text: string }>;
  /** All or nothing. */
  save(things: readonly Kept[]): void;
  clear(): void;
  close(): void;
}

/** Keeps nothing: the instance lives in memory and ends with its process. */
export const noDisk: Disk = {
  load: () => [],
  save: () => undefined,
  clear: () => undefined,
  close: () => undefined,
};

/** Keeps everything in one SQLite file of the folder. Survives a killed process; a power cut may cost the last moments. */
export function openDisk(folder: string, name: string): Disk {
  mkdirSync(folder, { recursive: true });
  const database = new Database(join(folder, `${name}.sqlite`));
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS kept (kind TEXT NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, key)) STRICT',
  );
  const all = database.prepare<[], { kind: string; key: string; text: string }>(
    'SELECT kind, key, text FROM kept ORDER BY rowid',
  );
  const put = database.prepare<[string, string, string]>(
    'INSERT INTO kept (kind, key, text) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text',
  );
  const drop = database.prepare<[string, string]>('DELETE FROM kept WHERE kind = ? AND key = ?');
  const save = database.transaction((things: readonly Kept[]) => {
    for (const { kind, key, value } of things) {
      if (value === null) drop.run(kind, key);
      else put.run(kind, key, JSON.stringify(value));
    }
  });
  return {
    load: () => all.iterate(),
    save: (things) => {
      save(things);
    },
    clear: () => {
      database.exec('DELETE FROM kept');
    },
    close: () => {
      database.close();
    },
  };
}
