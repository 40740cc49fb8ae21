import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/** Makes everything that waits on a laptop so many days older, while Outpost is closed there: nobody can wait that long. */
export function letAge(data: string, days: number): void {
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('outpost.db'))) {
    const database = new Sqlite(join(data, file));
    database
      .prepare(
        `UPDATE outbox_entry SET triggered = json_set(triggered, '$.at', strftime('%Y-%m-%dT%H:%M:%fZ', triggered ->> 'at', ?))
          WHERE state <> 'sent'`,
      )
      .run(`-${days} days`);
    database.close();
  }
}
