import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { StreamItem } from '../../../preload/contract/records.ts';
import { readFile } from '../../files/transfer.ts';
import { words } from '../../messages/messages.ts';

type FileItem = Extract<StreamItem, { kind: 'file' }>;

/** A file of the activity stream. Its content is on this laptop, or is fetched from the instance when it is asked for. */
export class StreamFile {
  /** Content on this laptop; null while it is not here. */
  hash = $state<string | null>(null);
  busy = $state(false);
  /** Why the content cannot be had, in words. */
  problem = $state<string | null>(null);

  readonly #bridge: Bridge;
  readonly #item: FileItem;

  constructor(bridge: Bridge, item: FileItem) {
    this.#bridge = bridge;
    this.#item = item;
    this.hash = item.hash;
  }

  /** Fetches the content, if it is not here, so that it is shown. */
  show(): Promise<void> {
    return this.#doing(async () => {
      await this.#fetch();
    });
  }

  /** Hands the content to `save`, fetched first if it is not here. */
  save(save: (content: Blob, name: string) => void): Promise<void> {
    return this.#doing(async () => {
      const hash = await this.#fetch();
      if (hash === null) return;
      const { name, type } = this.#item;
      const content = await readFile(this.#bridge, hash, type);
      if (content === null) this.problem = words.files.unreadable;
      else save(content, name);
    });
  }

  async #fetch(): Promise<string | null> {
    const { attachment } = this.#item;
    if (this.hash !== null || attachment === null) return this.hash;
    const answer = await this.#bridge.ask('file.fetch', { attachment });
    if (answer.ok) this.hash = answer.value.hash;
    else this.problem = answer.failure.message;
    return this.hash;
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    await work();
    this.busy = false;
  }
}
