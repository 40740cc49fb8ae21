import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Files } from '../../files/files.ts';
import type { Spool } from '../../files/spool.ts';
import type { Upload } from '../../files/upload.ts';
import { passBody } from '../../http/read.ts';
import { Refusal, tooLargeFile } from '../../refusal.ts';

const limits = { parts: 50, files: 1, fieldSize: 65_536, headerSize: 16_384 };

/**
 * Reads the body of a request that is a form (`multipart/form-data`) as it comes: the first part with a file name is the
 * file, and what comes after it is too late. Returns what came in, or why it cannot be taken; the rest of a body that is
 * refused is still read, and thrown away. Throws when the request breaks off.
 */
export async function readForm(
  request: IncomingMessage,
  files: Files,
  most: number,
): Promise<Upload | Refusal> {
  const busboy = parserOf(request.headers['content-type'] ?? '');
  if (!busboy) {
    request.resume();
    return new Refusal(415, 'Unsupported media type', 'multipart/form-data with a boundary is expected');
  }
  const form = new Form(busboy, files, most);
  try {
    await passBody(request, (chunk) => {
      busboy.write(chunk);
    });
    busboy.end();
    await form.read;
  } catch (thrown) {
    form.fail(thrown);
  }
  return form.end();
}

/** Null for a type that is no form, or does not say what stands between its parts. */
function parserOf(type: string): BusboyInstance | null {
  if (!/^multipart\/form-data/i.test(type)) return null;
  const headers = { 'content-type': type };
  const isPartAFile = (_name?: string, _type?: string, fileName?: string): boolean => fileName !== undefined;
  try {
    return new Busboy({ headers, limits, isPartAFile, preservePath: true });
  } catch {
    return null;
  }
}

/** What has come in of a form so far. */
class Form {
  readonly #files: Files;
  readonly #most: number;
  readonly #fields = new Map<string, string>();
  #file: { name: string; type: string; spool: Spool } | null = null;
  #failure: { thrown: unknown } | null = null;
  /** Settled when all of it has been taken apart. */
  readonly read: Promise<void>;

  constructor(busboy: BusboyInstance, files: Files, most: number) {
    this.#files = files;
    this.#most = most;
    busboy.on('field', (name: string | undefined, value) => {
      if (name === undefined) this.fail(malformed('A part has no name'));
      else if (!this.#file && !this.#fields.has(name)) this.#fields.set(name, value);
    });
    busboy.on('file', (_field, bytes, name, _encoding, type) => {
      bytes.on('data', (chunk: Buffer) => {
        this.#guarded(() => this.#file?.spool.write(chunk));
      });
      // The form tells of it as well.
      bytes.on('error', () => undefined);
      this.#guarded(() => {
        this.#file = { name, type, spool: this.#files.spool(this.#most) };
      });
    });
    this.read = new Promise((resolve) => {
      busboy.on('finish', resolve);
      busboy.on('error', () => {
        this.fail(malformed('The form has no end'));
        resolve();
      });
    });
    busboy.on('partsLimit', () => {
      this.fail(malformed('The form has too many parts'));
    });
  }

  /** Notes why the form cannot be taken; the first reason counts. */
  fail(thrown: unknown): void {
    this.#failure ??= { thrown };
  }

  /** What came in. Throws what nobody asked for, such as a full disk. */
  end(): Upload | Refusal {
    const spooled = this.#file?.spool.end();
    if (this.#failure) {
      if (spooled) this.#files.discard(spooled);
      if (this.#failure.thrown instanceof Refusal) return this.#failure.thrown;
      throw this.#failure.thrown;
    }
    if (spooled === null) return tooLargeFile(this.#most);
    if (!this.#file || !spooled) return { file: null, fields: this.#fields };
    const { name, type } = this.#file;
    return { file: { ...spooled, name, type }, fields: this.#fields };
  }

  /** What a listener throws would end the process. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      this.fail(thrown);
    }
  }
}

function malformed(detail: string): Refusal {
  return new Refusal(400, 'Exception while reading request', detail);
}
