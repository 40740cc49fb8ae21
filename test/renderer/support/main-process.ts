import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { FromProcess, Requests } from './protocol.ts';

type Announcement = Extract<FromProcess, { kind: 'event' }>;
type Result<T extends keyof Requests> = Awaited<ReturnType<Requests[T]>>;

/** The process with the instance and the engines, seen from the test. What crosses is cloned, as between the app's own processes. */
export class MainProcess {
  /** Told of every event of every laptop. */
  heard: (announcement: Announcement) => void = () => undefined;

  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>();
  #last = 0;

  constructor() {
    this.#child = fork(join(import.meta.dirname, 'program.ts'), { serialization: 'advanced', execArgv: [] });
    this.#child.on('message', (message: FromProcess) => {
      this.#receive(message);
    });
    this.#ended = once(this.#child, 'exit').then(([code]) => {
      for (const { reject } of this.#open.values()) reject(new Error(`The process ended (${String(code)})`));
    });
  }

  run<T extends keyof Requests>(request: T, ...given: Parameters<Requests[T]>): Promise<Result<T>> {
    const id = ++this.#last;
    const open = Promise.withResolvers<unknown>();
    if (!this.#child.connected) throw new Error('The process has ended');
    this.#open.set(id, open);
    this.#child.send({ id, request, given });
    return open.promise as Promise<Result<T>>;
  }

  async end(): Promise<void> {
    this.#child.disconnect();
    await this.#ended;
  }

  #receive(message: FromProcess): void {
    if (message.kind === 'event') {
      this.heard(message);
      return;
    }
    const open = this.#open.get(message.id);
    this.#open.delete(message.id);
    if (message.kind === 'done') open?.resolve(message.value);
    else open?.reject(new Error(message.reason));
  }
}
