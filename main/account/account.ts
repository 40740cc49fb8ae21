import { dirname, join } from 'node:path';
import type { Events } from '../../preload/contract/events.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { letGoOfFiles } from '../files/held.ts';
import { FileStore } from '../files/store.ts';
import { sweepFiles } from '../files/sweep.ts';
import { Instance, type User } from '../instance/instance.ts';
import { Tokens } from '../instance/tokens.ts';
import { Transport } from '../instance/transport.ts';
import type { WireTo } from '../instance/wire.ts';
import { purgeDiscarded } from '../outbox/discarded.ts';
import { type Stamp, stamp } from '../outbox/stamp.ts';
import { pruneJournal } from '../outbox/journal/prune.ts';
import { Problem } from '../problem.ts';
import type { Catalog } from '../records/catalog.ts';
import type { Services } from '../services.ts';
import type { Link } from '../link.ts';
import { recoverInterrupted } from '../delivery/recover.ts';
import { Sync } from '../sync/sync.ts';
import {
  adoptDefinition,
  definitionProblems,
  fitCache,
  judgeDefinition,
  storedDefinition,
} from './definitions.ts';
import type { RegisteredAccount } from './register.ts';
import { KeptClock } from './clock.ts';
import { DefinitionInForce } from './definition-in-force.ts';
import { metasOf } from './metas.ts';
import { Settling } from './settling.ts';
import { firstDefinition, writeSource } from './source.ts';

/** The way to an instance for one account, before anything is opened: transport and tokens. */
export function connectTo(services: Services, wireTo: WireTo, account: RegisteredAccount) {
  const transport = new Transport(wireTo(account.instance, services.version), services.time.now);
  const tokens = new Tokens(transport, services.secrets, account.id, services.time.now);
  return { tokens, clock: transport.clock, instance: new Instance(transport, tokens, services.time.now) };
}

/** One account at work: its database, the definition in force, and sync with its instance. */
export class Account {
  readonly registered: RegisteredAccount;
  readonly user: User;
  readonly database: Database;
  readonly sync: Sync;
  readonly settling = new Settling();
  readonly files: FileStore;
  readonly tokens: Tokens;
  readonly clock: KeptClock;
  readonly definition: DefinitionInForce;
  readonly #services: Services;
  readonly #instance: Instance;
  #closed = false;

  private constructor(
    services: Services,
    registered: RegisteredAccount,
    way: ReturnType<typeof connectTo>,
    opened: { database: Database; files: string; user: User; catalog: Catalog; metaLearnt: boolean },
  ) {
    this.#services = services;
    this.registered = registered;
    this.tokens = way.tokens;
    this.#instance = way.instance;
    this.database = opened.database;
    this.clock = new KeptClock(opened.database, way.clock);
    this.files = new FileStore(opened.files);
    this.#dropWhatIsOver();
    this.user = opened.user;
    const { database, user } = opened;
    const parts = { database, user, services, instance: way.instance };
    this.definition = new DefinitionInForce(parts, opened.catalog, opened.metaLearnt);
    this.sync = new Sync(this.#link(), readSetting(this.database, 'work-offline') === 'true');
  }

  /**
   * Opens an account that has worked here before, from the disk alone; null when it never got as far as a definition.
   * Throws NewerDatabase, MigrationFailed, Problem `broken`.
   */
  static async open(
    services: Services,
    registered: RegisteredAccount,
    file: string,
    way: ReturnType<typeof connectTo>,
  ): Promise<Account | null> {
    const database = await openDatabase(file, services.time.now);
    try {
      const owner = readSetting(database, 'owner');
      const definition = storedDefinition(database);
      if (owner === null || definition === null) {
        database.close();
        return null;
      }
      recoverInterrupted(database);
      const { user } = JSON.parse(owner) as { user: User };
      const catalog = database.transaction((write) => fitCache(write, definition, user));
      const opened = { database, files: filesBeside(file), user, catalog, metaLearnt: false };
      const account = new Account(services, registered, way, opened);
      if (services.definition !== null) await account.definition.say(services.definition);
      return account;
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /**
   * Opens an account for the first time with what its instance says: user, definition, dictionary. Throws Failed when
   * the instance cannot be asked, Problem `broken` when its definition breaks the laws.
   */
  static async create(
    services: Services,
    registered: RegisteredAccount,
    file: string,
    way: ReturnType<typeof connectTo>,
  ): Promise<Account> {
    const user = await way.instance.currentUser();
    const { source, json } = await firstDefinition(services.definition, way.instance);
    const database = await openDatabase(file, services.time.now);
    try {
      const definition = judgeDefinition(database, json);
      if (!definition) {
        const message = definitionProblems(database).join('\n');
        throw new Problem({ kind: 'broken', message });
      }
      const metas = await metasOf(way.instance, definition.datasets, services);
      const at = new Date(services.time.now()).toISOString();
      database.transaction((write) => {
        writeSetting(write, 'owner', JSON.stringify({ instance: registered.instance, user }));
        writeSource(write, source);
      });
      const catalog = adoptDefinition(database, { json, definition, metas, user, at });
      return new Account(services, registered, way, {
        database,
        files: filesBeside(file),
        user,
        catalog,
        metaLearnt: true,
      });
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** Whether it was closed: nothing is asked of it any more. */
  get closed(): boolean {
    return this.#closed;
  }

  get catalog(): Catalog {
    return this.definition.catalog;
  }

  /** Instance clock minus device clock in milliseconds, as last measured; null when it never was. */
  get clockOffset(): number | null {
    return this.clock.measured?.offset ?? null;
  }

  /** Now, with what is known of the instance's clock. */
  get now(): Stamp {
    return stamp(this.timeNow, this.clockOffset, this.clock.told);
  }

  /** Milliseconds since 1970, by the laptop's clock. */
  get timeNow(): number {
    return this.#services.time.now();
  }

  /** The content of a file of the instance, piece by piece. Throws Failed; what was taken until then is worth nothing. */
  download(attachment: string, take: (piece: Uint8Array) => void): Promise<void> {
    return this.#instance.download(attachment, take);
  }

  /** Stops sync, moves the log into the database and closes it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.sync.stop();
    this.#instance.close();
    this.database.close();
  }

  /** What nobody can want back any more: old discarded entries, files nobody uses, journal lines past their time. */
  #dropWhatIsOver(): void {
    const now = this.timeNow;
    letGoOfFiles(this.database);
    this.database.transaction((write) => purgeDiscarded(write, now));
    sweepFiles(this.database, this.files, now);
    pruneJournal(this.database, now);
  }

  /** What sync, delivery and pull work with, and whom they tell. */
  #link(): Link {
    const { time, random, log } = this.#services;
    return {
      database: this.database,
      instance: this.#instance,
      catalog: () => this.catalog,
      time,
      stamp: () => this.now,
      random,
      log,
      filePath: (hash) => this.files.path(hash),
      uploading: (name, sent, size) => {
        this.sync.showUpload(name, sent, size);
      },
      refreshDefinition: () => this.definition.refresh(),
      connectionChanged: () => {
        this.clock.keep();
        if (!this.sync.online) this.settling.release();
        this.#announce('connection.changed', null);
      },
      recordsChanged: (tables) => {
        this.#announce('records.changed', { tables });
      },
      entryChanged: (seq) => {
        this.settling.changed(seq);
        this.#announce('outbox.changed', null);
      },
    };
  }

  #announce<E extends keyof Events>(event: E, news: Events[E]): void {
    this.#services.announce(event, news);
  }
}

/** Photos and files lie beside the database they belong to. */
function filesBeside(database: string): string {
  return join(dirname(database), 'files');
}
