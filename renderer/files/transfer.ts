import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import { PIECE_BYTES, type FileReference } from '../../preload/contract/files.ts';
import { fromBase64, toBase64 } from '../format/base64.ts';

/** Gives a file to main piece by piece. Returns null when `sent` says that nobody wants it any more. */
export async function giveFile(
  bridge: Bridge,
  file: File,
  sent: (bytes: number) => boolean,
): Promise<Answer<FileReference | null>> {
  const transfer = crypto.randomUUID();
  const { name, type, size, lastModified } = file;
  const takenAt = new Date(lastModified).toISOString();
  for (let from = 0; ; from += PIECE_BYTES) {
    const to = Math.min(from + PIECE_BYTES, size);
    const data = toBase64(new Uint8Array(await file.slice(from, to).arrayBuffer()));
    const last = to === size ? { name, type: type || 'application/octet-stream', takenAt } : null;
    const answer = await bridge.ask('file.add', { transfer, data, last });
    if (!answer.ok || last !== null) return answer;
    if (!sent(to)) return { ok: true, value: null };
  }
}

/** The content of a file on this laptop; null when it cannot be read. `read` is told of the bytes read so far. */
export async function readFile(
  bridge: Bridge,
  hash: string,
  type: string,
  read: (bytes: number) => void = () => undefined,
): Promise<Blob | null> {
  const pieces: Blob[] = [];
  let bytes = 0;
  for (let offset: number | null = 0; offset !== null;) {
    const answer: Answer<{ data: string; next: number | null }> = await bridge.ask('file.read', {
      hash,
      offset,
    });
    if (!answer.ok) return null;
    const piece = fromBase64(answer.value.data);
    // As blobs, which the browser may keep on the disk: a file may be larger than its memory.
    pieces.push(new Blob([piece]));
    bytes += piece.length;
    read(bytes);
    offset = answer.value.next;
  }
  return new Blob(pieces, { type });
}
