import type { Database } from './database/database.ts';
import type { Instance } from './instance/instance.ts';
import type { Stamp } from './outbox/stamp.ts';
import type { Catalog } from './records/catalog.ts';
import type { Log, Time } from './services.ts';

/** What pulling and delivering work with: the laptop's side, the instance's side, and whom to tell. */
export interface Link {
  database: Database;
  instance: Instance;
  /** The definition in force; another one may come with any pull, so it is asked for anew each time. */
  catalog: () => Catalog;
  time: Time;
  /** Now, with what is known of the instance's clock. */
  stamp: () => Stamp;
  random: () => number;
  log: Log;
  /** Where the content of a file lies. */
  filePath: (hash: string) => string;
  /** Tells how far the upload of a file has come. */
  uploading: (name: string, sent: number, size: number) => void;
  /** Asks for another definition; to be done before records are pulled. Throws Failed. */
  refreshDefinition: () => Promise<void>;
  /** Tells that the connection, or what is known of it, changed. */
  connectionChanged: () => void;
  /** Tells that views of these tables changed. */
  recordsChanged: (tables: string[]) => void;
  /** Tells that an entry moved. */
  entryChanged: (seq: number) => void;
}
