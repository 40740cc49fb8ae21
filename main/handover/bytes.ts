import { damaged } from './damaged.ts';

/** Reads a stream of pieces by the lengths that the reader knows. */
export class Bytes {
  readonly #pieces: AsyncIterator<Uint8Array, undefined>;
  #rest: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncGenerator<Uint8Array, undefined>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next `length` bytes as they come. Throws Problem `broken` when the stream ends before. */
  async *next(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0;) {
      if (this.#rest.length === 0) this.#rest = await this.#more();
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  /** The next `length` bytes at once. */
  async whole(length: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.next(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** Reads on to the end, where nothing may be left over. */
  async end(): Promise<void> {
    const { done } = await this.#pieces.next();
    if (done !== true || this.#rest.length > 0) throw damaged();
  }

  /** Lets go of the stream, wherever it is. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #more(): Promise<Uint8Array> {
    const { value } = await this.#pieces.next();
    if (value === undefined || value.length === 0) throw damaged();
    return value;
  }
}
