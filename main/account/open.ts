import { dirname, join } from 'node:path';
import type { Events } from '../../preload/contract/events.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { FileStore } from '../files/store.ts';
import { sweepFiles } from '../files/sweep.ts';
import { Instance, type User } from '../instance/instance.ts';
import { Tokens } from '../instance/tokens.ts';
import { Transport } from '../instance/transport.ts';
import type { WireTo } from '../instance/wire.ts';
import { purgeAside } from '../outbox/aside.ts';
import { pruneJournal } from '../outbox/prune.ts';
import { Problem } from '../problem.ts';
import type { Catalog } from '../records/catalog.ts';
import type { Services } from '../services.ts';
import type { Link } from '../sync/link.ts';
import { recoverInterrupted } from '../sync/recover.ts';
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
import { metasOf } from './metas.ts';
import { Settling } from './settling.ts';

/** Where the definition lies on an instance. */
const DEFINITION_PATH = '/api/x_outpost/v1/definition';

/** The way to one instance for one account: transport and tokens, before anything is opened. */
export function connectTo(services: Services, wireTo: WireTo, account: RegisteredAccount) {
  const transport = new Transport(wireTo(account.instance, services.version), services.time.now);
  const tokens = new Tokens(transport, services.secrets, account.id, services.time.now);
  return { tokens, clock: transport.clock, instance: new Instance(transport, tokens) };
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
  readonly #services: Services;
  readonly #instance: Instance;
  #catalog: Catalog;
  #metaLearnt: boolean;

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
    this.database.transaction((write) => purgeAside(write, services.time.now()));
    sweepFiles(this.database, this.files, services.time.now());
    pruneJournal(this.database, services.time.now());
    this.user = opened.user;
    this.#catalog = opened.catalog;
    this.#metaLearnt = opened.metaLearnt;
    const link: Link = {
      database: this.database,
      instance: this.#instance,
      catalog: () => this.#catalog,
      time: services.time,
      random: services.random,
      log: services.log,
      filePath: (hash) => this.files.path(hash),
      uploading: (name, sent, size) => {
        this.sync.showUpload(name, sent, size);
      },
      refreshDefinition: () => this.#refreshDefinition(),
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
    this.sync = new Sync(link, readSetting(this.database, 'work-offline') === 'true');
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
      return new Account(services, registered, way, {
        database,
        files: filesBeside(file),
        user,
        catalog,
        metaLearnt: false,
      });
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
    const json = await way.instance.definition(DEFINITION_PATH);
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

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Instance clock minus device clock in milliseconds, as last measured; null when it never was. */
  get clockOffset(): number | null {
    return this.clock.measured?.offset ?? null;
  }

  /** Stops sync, moves the log into the database and closes it. */
  async close(): Promise<void> {
    await this.sync.stop();
    this.#instance.close();
    this.database.close();
  }

  /** Takes another definition into force when the instance has one; learns labels and choices once a start. */
  async #refreshDefinition(): Promise<void> {
    const json = await this.#instance.definition(DEFINITION_PATH);
    const same = JSON.stringify(json) === readSetting(this.database, 'definition');
    const before = definitionProblems(this.database);
    if (same && this.#metaLearnt && before.length === 0) return;
    const definition = judgeDefinition(this.database, json);
    if (definition) {
      const metas = await metasOf(this.#instance, definition.datasets, this.#services);
      const at = new Date(this.#services.time.now()).toISOString();
      this.#catalog = adoptDefinition(this.database, { json, definition, metas, user: this.user, at });
      this.#metaLearnt = true;
    }
    const complained = before.join() !== definitionProblems(this.database).join();
    if ((definition && !same) || complained) this.#announce('definition.changed', null);
  }

  #announce<E extends keyof Events>(event: E, news: Events[E]): void {
    this.#services.announce(event, news);
  }
}

/** Photos and files lie beside the database they belong to. */
function filesBeside(database: string): string {
  return join(dirname(database), 'files');
}
