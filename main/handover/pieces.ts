import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Problem } from '../problem.ts';

/** Bytes encrypted at a time; each piece is sealed for its place, so that none can be left out, moved or cut off. */
export const PIECE = 1024 * 1024;

/** Bytes of the tag behind each piece. */
export const TAG = 16;

/** Bytes of a file's own part of the nonce; the number of the piece and whether it is the last follow. */
export const NONCE = 7;

/** How the pieces of one file are sealed. `header` is authenticated with each of them. */
export interface Sealing {
  key: Uint8Array;
  nonce: Uint8Array;
  header: Uint8Array;
}

const CIPHER = 'aes-256-gcm';

export function sealPiece(
  { key, nonce, header }: Sealing,
  at: number,
  last: boolean,
  piece: Uint8Array,
): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonceOf(nonce, at, last), { authTagLength: TAG });
  cipher.setAAD(header);
  return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
}

/** Throws Problem `broken` when a single bit of it, of the header or its place is not as it was. */
export function openPiece(
  { key, nonce, header }: Sealing,
  at: number,
  last: boolean,
  sealed: Uint8Array,
): Buffer {
  if (sealed.length < TAG) throw damaged();
  const decipher = createDecipheriv(CIPHER, key, nonceOf(nonce, at, last), { authTagLength: TAG });
  decipher.setAAD(header);
  decipher.setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
  } catch {
    throw damaged();
  }
}

export function damaged(): Problem {
  return new Problem({
    kind: 'broken',
    message: 'The file is damaged or not whole. Copy it again from the other laptop; nothing was imported.',
  });
}

function nonceOf(nonce: Uint8Array, at: number, last: boolean): Buffer {
  const end = Buffer.alloc(5);
  end.writeUInt32BE(at);
  end.writeUInt8(last ? 1 : 0, 4);
  return Buffer.concat([nonce, end]);
}
