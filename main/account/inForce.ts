import { basename } from 'node:path';
import type { DefinitionSource } from '../../preload/contract/session.ts';
import type { Database } from '../database/database.ts';
import { readSetting } from '../database/settings.ts';
import type { Instance, User } from '../instance/instance.ts';
import type { Catalog } from '../records/catalog.ts';
import type { Services } from '../services.ts';
import { adoptDefinition, complain, judgeDefinition, problemsOf } from './definitions.ts';
import { metasOf } from './metas.ts';
import { isPath, readDefinitionFile, readDefinitionText, sourceOf, writeSource } from './source.ts';

interface Parts {
  database: Database;
  instance: Instance;
  services: Services;
  user: User;
}

/** The definition that an account works by, and how another one takes its place. A broken one never does. */
export class DefinitionInForce {
  readonly #parts: Parts;
  #catalog: Catalog;
  #metaLearnt: boolean;

  /** `metaLearnt`: the instance has told of its labels and choices since the start. */
  constructor(parts: Parts, catalog: Catalog, metaLearnt: boolean) {
    this.#parts = parts;
    this.#catalog = catalog;
    this.#metaLearnt = metaLearnt;
  }

  get catalog(): Catalog {
    return this.#catalog;
  }

  /** Takes another definition into force when the instance has one; learns labels and choices once a start. Throws Failed. */
  async refresh(): Promise<void> {
    const { database, instance } = this.#parts;
    const source = sourceOf(database);
    if (source.file !== null) {
      if (!this.#metaLearnt)
        await this.#adopt(JSON.parse(readSetting(database, 'definition') ?? 'null'), true);
      return;
    }
    const json = await instance.definition(source.path);
    const same = JSON.stringify(json) === readSetting(database, 'definition');
    const before = problemsOf(database, 'definition-problems');
    if (same && this.#metaLearnt && before.length === 0) return;
    const isGood = judgeDefinition(database, json) !== null;
    if (isGood) await this.#adopt(json, true);
    const complained = before.join() !== problemsOf(database, 'definition-problems').join();
    if ((isGood && !same) || complained) this.#announce();
  }

  /** Does what `--definition` says when Outpost starts. */
  async say(said: string): Promise<void> {
    if (isPath(said)) this.#write({ path: said, file: null });
    else await this.#take(basename(said), readDefinitionFile(said));
  }

  /** Takes a definition from a file a person chose; a broken one is complained of and changes nothing. */
  load(name: string, text: string): Promise<void> {
    return this.#take(name, readDefinitionText(name, text));
  }

  /**
   * Takes the definition from another place on the instance, and from now on looks there. One that is broken is complained of
   * and changes nothing. Throws Failed when there is none.
   */
  async from(path: string): Promise<void> {
    const { database, instance } = this.#parts;
    const json = await instance.definition(path);
    if (judgeDefinition(database, json, 'definition-file-problems') !== null) {
      await this.#adopt(json, true);
      this.#write({ path, file: null });
    }
    this.#announce();
  }

  /** From now on the instance's definition counts again; it comes with the next pull. */
  leaveFile(): void {
    this.#write({ ...sourceOf(this.#parts.database), file: null });
    complain(this.#parts.database, [], 'definition-file-problems');
    this.#announce();
  }

  async #take(file: string, read: { json: unknown } | { problem: string }): Promise<void> {
    const { database } = this.#parts;
    if ('problem' in read) complain(database, [read.problem], 'definition-file-problems');
    else if (judgeDefinition(database, read.json, 'definition-file-problems') !== null) {
      await this.#adopt(read.json, false);
      this.#write({ ...sourceOf(database), file });
    }
    this.#announce();
  }

  #write(source: DefinitionSource): void {
    this.#parts.database.transaction((write) => {
      writeSource(write, source);
    });
  }

  async #adopt(json: unknown, connected: boolean): Promise<void> {
    const { database, instance, services, user } = this.#parts;
    const definition = judgeDefinition(database, json);
    if (!definition) return;
    const metas = connected ? await metasOf(instance, definition.datasets, services) : [];
    const at = new Date(services.time.now()).toISOString();
    this.#catalog = adoptDefinition(database, { json, definition, metas, user, at });
    this.#metaLearnt = connected;
  }

  #announce(): void {
    this.#parts.services.announce('definition.changed', null);
  }
}
