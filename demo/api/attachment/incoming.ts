import type { Files } from '../../files/files.ts';
import type { Upload } from '../../files/upload.ts';
import type { Call } from '../../http/call.ts';
import type { Limits } from '../../limits.ts';
import { tooLargeFile, type Refusal } from '../../refusal.ts';

/** Takes the body of an upload as it comes. */
export interface Incoming {
  push: (chunk: Buffer) => void;
  /** What came in, or why it cannot be taken. */
  end: () => Upload | Refusal;
}

/** Readies for the body of a request that is a file; null for any other request. */
export function incomingOf(call: Call, files: Files, { attachmentBytes }: Limits): Incoming | null {
  if (call.method !== 'POST' || call.path !== '/api/now/attachment/file') return null;
  const type = call.headers['content-type'] ?? '';
  const spool = files.spool(attachmentBytes);
  return {
    push: (chunk) => {
      spool.write(chunk);
    },
    end: () => {
      const file = spool.end();
      return file
        ? { file: { ...file, name: null, type }, fields: new Map() }
        : tooLargeFile(attachmentBytes);
    },
  };
}

/** Whether the request is a form with a file. */
export function isForm(call: Call): boolean {
  return call.method === 'POST' && call.path === '/api/now/attachment/upload';
}

/** Throws away what a request brought and nobody took. */
export function discardUpload({ files }: { files: Files }, { upload }: Call): void {
  if (upload && 'file' in upload && upload.file) files.discard(upload.file);
}
