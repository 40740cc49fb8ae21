import { basename } from 'node:path';
import type { DefinitionSource } from '../../preload/contract/session.ts';
import type { Database } from '../database/database.ts';
import { readSetting } from '../database/settings.ts';
import type { Definition } from '../definition/schema.ts';
import type { Instance, User } from '../instance/instance.ts';
import type { Catalog } from '../records/catalog.ts';
import type { Services } from '../services.ts';
import { adoptDefinition, complain, judgeDefinition, keepDefinition, problemsOf } from './definitions.ts';
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
  /** How often a person has said where the definition comes from: what was asked for before is not what they want now. */
  #said = 0;

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
        await this.#adopt(
          JSON.parse(readSetting(database, 'definition') ?? 'null'),
          this.#catalog.definition,
          true,
        );
      return;
    }
    const said = this.#said;
    const isWanted = () => said === this.#said;
    const json = await instance.definition(source.path);
    if (!isWanted()) return;
    const same = JSON.stringify(json) === readSetting(database, 'definition');
    const before = problemsOf(database, 'definition-problems');
    if (same && this.#metaLearnt && before.length === 0) return;
    // What is in force has been judged.
    const definition = same ? this.#catalog.definition : judgeDefinition(database, json);
    if (definition) await this.#adopt(json, definition, true, isWanted);
    const complained = before.join() !== problemsOf(database, 'definition-problems').join();
    if ((definition && !same) || complained) this.#announce();
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
    this.#said += 1;
    const json = await instance.definition(path);
    const definition = judgeDefinition(database, json, 'definition-file-problems');
    if (definition) {
      await this.#adopt(json, definition, true);
      this.#write({ path, file: null });
    }
    this.#announce();
  }

  /** From now on the instance's definition counts again; it comes with the next pull. */
  leaveFile(): void {
    this.#said += 1;
    this.#write({ ...sourceOf(this.#parts.database), file: null });
    complain(this.#parts.database, [], 'definition-file-problems');
    this.#announce();
  }

  async #take(file: string, read: { json: unknown } | { problem: string }): Promise<void> {
    const { database } = this.#parts;
    this.#said += 1;
    if ('problem' in read) complain(database, [read.problem], 'definition-file-problems');
    else {
      const definition = judgeDefinition(database, read.json, 'definition-file-problems');
      if (definition) {
        await this.#adopt(read.json, definition, false);
        this.#write({ ...sourceOf(database), file });
      }
    }
    this.#announce();
  }

  #write(source: DefinitionSource): void {
    this.#parts.database.transaction((write) => {
      writeSource(write, source);
    });
  }

  /** `definition` is what `json` was found to be. `isWanted` is asked once the instance has told of its labels and choices. */
  async #adopt(
    json: unknown,
    definition: Definition,
    connected: boolean,
    isWanted = () => true,
  ): Promise<void> {
    const { database, instance, services, user } = this.#parts;
    complain(database, [], 'definition-problems');
    const told = connected ? await metasOf(instance, definition.datasets, services) : [];
    if (!isWanted()) return;
    const at = new Date(services.time.now()).toISOString();
    const metas = told.filter((meta) => !this.#catalog.dictionary.says(meta));
    if (definition !== this.#catalog.definition || metas.length > 0)
      this.#catalog = adoptDefinition(database, { json, definition, metas, user, at });
    else keepDefinition(database, at);
    this.#metaLearnt = connected;
  }

  #announce(): void {
    this.#parts.services.announce('definition.changed', null);
  }
}
