import { type FileReference, PIECE_BYTES } from '../../preload/contract/files.ts';
import type { Outpost } from './world.ts';

/** Hands a file in as the renderer does, piece by piece. */
export async function addFile(
  outpost: Outpost,
  name: string,
  type: string,
  content: Buffer,
): Promise<FileReference> {
  const last = { name, type, takenAt: '2026-11-20T08:15:00.000Z' };
  for (let at = 0; ; at += PIECE_BYTES) {
    const data = content.subarray(at, at + PIECE_BYTES).toString('base64');
    const done = at + PIECE_BYTES >= content.length;
    const answer = await outpost.ask('file.add', { transfer: name, data, last: done ? last : null });
    if (answer) return answer;
  }
}

/** Reads a file as the renderer does. */
export async function readFile(outpost: Outpost, hash: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const piece: { data: string; next: number | null } = await outpost.ask('file.read', { hash, offset });
    pieces.push(Buffer.from(piece.data, 'base64'));
    offset = piece.next;
  }
  return Buffer.concat(pieces);
}
