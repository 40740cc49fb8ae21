import type { ServerResponse } from 'node:http';

const PAUSE = 200;

/** Tells open pages that something has changed, so that they look again; not what, and not too often. */
export class News {
  readonly #readers = new Set<ServerResponse>();
  #due: NodeJS.Timeout | null = null;

  subscribe(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(':\n\n');
    this.#readers.add(response);
    response.once('close', () => this.#readers.delete(response));
  }

  tell(): void {
    if (this.#readers.size === 0 || this.#due !== null) return;
    this.#due = setTimeout(() => {
      this.#due = null;
      for (const reader of this.#readers) reader.write('data: changed\n\n');
    }, PAUSE).unref();
  }
}
