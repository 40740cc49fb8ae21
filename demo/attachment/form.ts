import { Refusal } from '../refusal.ts';

/** One part of a form: a plain field, or with a file name a file. */
export interface Part {
  name: string;
  /** Null for a plain field. */
  fileName: string | null;
  type: string;
}

/** Who takes the parts as they come: a part begins, its bytes come in pieces, the next begins. */
export interface Taker {
  begin: (part: Part) => void;
  bytes: (chunk: Buffer) => void;
}

const MOST_PARTS = 50;
const LONGEST_HEAD = 16_384;

/** Takes a `multipart/form-data` body apart while it comes in. Throws a Refusal for what is none. */
export class FormReader {
  readonly #mark: Buffer;
  readonly #taker: Taker;
  #rest: Buffer = Buffer.from('\r\n');
  #at: 'before' | 'mark' | 'head' | 'body' | 'end' = 'before';
  #parts = 0;

  constructor(contentType: string, taker: Taker) {
    const boundary = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType);
    const text = boundary?.[1] ?? boundary?.[2];
    if (!/^multipart\/form-data/i.test(contentType) || text === undefined)
      throw new Refusal(415, 'Unsupported media type', 'multipart/form-data with a boundary is expected');
    this.#mark = Buffer.from(`\r\n--${text}`);
    this.#taker = taker;
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#step());
  }

  /** The body is over. Throws a Refusal when the form is not. */
  end(): void {
    if (this.#at !== 'end') throw malformed('The form has no end');
  }

  /** Goes as far as it can; answers whether it may go further at once. */
  #step(): boolean {
    switch (this.#at) {
      case 'before':
        return this.#toMark(() => undefined);
      case 'body':
        return this.#toMark((bytes) => {
          this.#taker.bytes(bytes);
        });
      case 'mark':
        return this.#pastMark();
      case 'head':
        return this.#pastHead();
      case 'end':
        this.#rest = Buffer.alloc(0);
        return false;
    }
  }

  #toMark(give: (bytes: Buffer) => void): boolean {
    const found = this.#rest.indexOf(this.#mark);
    // The end of what is here may be the beginning of a mark.
    const sure = found >= 0 ? found : Math.max(this.#rest.length - this.#mark.length + 1, 0);
    if (sure > 0) give(this.#rest.subarray(0, sure));
    this.#rest = this.#rest.subarray(found >= 0 ? found + this.#mark.length : sure);
    if (found >= 0) this.#at = 'mark';
    return found >= 0;
  }

  #pastMark(): boolean {
    if (this.#rest.length < 2) return false;
    if (this.#rest.subarray(0, 2).toString() === '--') {
      this.#at = 'end';
      return true;
    }
    const end = this.#rest.indexOf('\r\n');
    if (end < 0) return this.#more();
    this.#rest = this.#rest.subarray(end + 2);
    this.#at = 'head';
    return true;
  }

  #pastHead(): boolean {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) return this.#more();
    this.#parts += 1;
    if (this.#parts > MOST_PARTS) throw malformed('The form has too many parts');
    this.#taker.begin(partOf(this.#rest.subarray(0, end).toString('utf8')));
    this.#rest = this.#rest.subarray(end + 4);
    this.#at = 'body';
    return true;
  }

  #more(): boolean {
    if (this.#rest.length > LONGEST_HEAD) throw malformed('The head of a part is too long');
    return false;
  }
}

function partOf(head: string): Part {
  const name = /[;\s]name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) throw malformed('A part has no name');
  return {
    name,
    fileName: /[;\s]filename="([^"]*)"/i.exec(head)?.[1] ?? null,
    type: /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream',
  };
}

function malformed(detail: string): Refusal {
  return new Refusal(400, 'Exception while reading request', detail);
}
