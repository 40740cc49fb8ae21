import type { Call } from '../http/call.ts';
import type { Limits } from '../limits.ts';
import { Refusal, tooLargeFile } from '../refusal.ts';
import type { Files } from './files.ts';
import { FormReader, type Part } from './form.ts';
import type { Spool, Spooled } from './spool.ts';

/** A file that came in with a request, and the plain fields that came before it. */
export interface Upload {
  file: (Spooled & { name: string | null; type: string }) | null;
  fields: ReadonlyMap<string, string>;
}

/** Takes the body of an upload as it comes. */
export interface Incoming {
  push: (chunk: Buffer) => void;
  /** What came in, or why it cannot be taken. */
  end: () => Upload | Refusal;
}

const LONGEST_FIELD = 65_536;

/** Readies for the body of a request that uploads a file; null for any other request. */
export function incomingOf(call: Call, files: Files, { attachmentBytes }: Limits): Incoming | null {
  if (call.method !== 'POST') return null;
  const type = call.headers['content-type'] ?? '';
  if (call.path === '/api/now/attachment/file') return raw(type, files, attachmentBytes);
  return call.path === '/api/now/attachment/upload' ? new IncomingForm(type, files, attachmentBytes) : null;
}

/** Throws away what a request brought and nobody took. */
export function discardUpload({ files }: { files: Files }, { upload }: Call): void {
  if (upload && 'file' in upload && upload.file) files.discard(upload.file);
}

/** The whole body is the file. */
function raw(type: string, files: Files, most: number): Incoming {
  const spool = files.spool(most);
  return {
    push: (chunk) => {
      spool.write(chunk);
    },
    end: () => {
      const file = spool.end();
      return file ? { file: { ...file, name: null, type }, fields: new Map() } : tooLargeFile(most);
    },
  };
}

/** A form: the first part with a file name is the file, and what comes after it is too late. */
class IncomingForm implements Incoming {
  readonly #files: Files;
  readonly #most: number;
  readonly #fields = new Map<string, Buffer>();
  #reader: FormReader | null = null;
  #file: { part: Part; spool: Spool } | null = null;
  #part: Part | null = null;
  #refusal: Refusal | null = null;

  constructor(type: string, files: Files, most: number) {
    this.#files = files;
    this.#most = most;
    this.#guarded(() => {
      this.#reader = new FormReader(type, {
        begin: (part) => {
          this.#begin(part);
        },
        bytes: (chunk) => {
          this.#take(chunk);
        },
      });
    });
  }

  push(chunk: Buffer): void {
    this.#guarded(() => this.#reader?.push(chunk));
  }

  end(): Upload | Refusal {
    this.#guarded(() => this.#reader?.end());
    const spooled = this.#file?.spool.end();
    if (this.#refusal) {
      if (spooled) this.#files.discard(spooled);
      return this.#refusal;
    }
    if (spooled === null) return tooLargeFile(this.#most);
    const fields = new Map([...this.#fields].map(([name, bytes]) => [name, bytes.toString('utf8')]));
    if (!this.#file || !spooled) return { file: null, fields };
    const { fileName, type } = this.#file.part;
    return { file: { ...spooled, name: fileName, type }, fields };
  }

  #begin(part: Part): void {
    this.#part = part;
    if (part.fileName !== null) this.#file ??= { part, spool: this.#files.spool(this.#most) };
    else if (!this.#file && !this.#fields.has(part.name)) this.#fields.set(part.name, Buffer.alloc(0));
  }

  #take(chunk: Buffer): void {
    if (!this.#part) return;
    if (this.#part === this.#file?.part) this.#file.spool.write(chunk);
    if (this.#file) return;
    const whole = Buffer.concat([this.#fields.get(this.#part.name) ?? Buffer.alloc(0), chunk]);
    this.#fields.set(this.#part.name, whole.subarray(0, LONGEST_FIELD));
  }

  /** The rest of a body that is refused is still read, and thrown away. */
  #guarded(work: () => void): void {
    if (this.#refusal) return;
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      this.#refusal = thrown;
    }
  }
}
