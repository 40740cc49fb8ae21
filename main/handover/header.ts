import { hash } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../problem.ts';
import { COST } from './key.ts';
import { damaged, NONCE, PIECE } from './pieces.ts';

/** Version of the whole format; every released one stays readable. */
const FORMAT = 1;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

const header = z.strictObject({
  outpost: z.literal('hand-over'),
  format: z.literal(FORMAT),
  kdf: z.literal('scrypt'),
  N: z.literal(COST.N),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: hex(16),
  cipher: z.literal('aes-256-gcm'),
  nonce: hex(NONCE),
  piece: z.literal(PIECE),
  check: hex(16),
});

/** How the file is sealed: its first line, open to everybody and authenticated with each piece. */
export interface Header {
  salt: Buffer;
  nonce: Buffer;
  check: string;
}

/** Longest first line that is looked at. */
export const LONGEST = 1000;

/** A line of JSON, its SHA-256, a line feed. */
export function writeHeader({ salt, nonce, check }: Header): Buffer {
  const json = JSON.stringify({
    outpost: 'hand-over',
    format: FORMAT,
    kdf: 'scrypt',
    ...COST,
    salt: salt.toString('hex'),
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('hex'),
    piece: PIECE,
    check,
  } satisfies z.input<typeof header>);
  return Buffer.from(`${json} ${hash('sha256', json)}\n`);
}

/**
 * Reads the first line off the beginning of a file; `length` is where the pieces begin. Throws Problem `broken` when this is no
 * hand-over file, a newer Outpost's or a damaged one.
 */
export function readHeader(beginning: Buffer): Header & { length: number } {
  const length = beginning.indexOf('\n') + 1;
  const [, json = '', sum] = /^(\{.*\}) ([0-9a-f]{64})\n$/.exec(beginning.toString('utf8', 0, length)) ?? [];
  if (!beginning.toString('latin1').startsWith('{"outpost":"hand-over"'))
    throw new Problem({ kind: 'broken', message: 'This is not an Outbox that was handed over by Outpost' });
  if (hash('sha256', json) !== sum) throw damaged();
  const parsed = header.safeParse(JSON.parse(json));
  if (!parsed.success) {
    throw new Problem({
      kind: 'broken',
      message: 'This file was made by a newer version of Outpost. Update Outpost on this laptop first.',
    });
  }
  const { salt, nonce, check } = parsed.data;
  return { salt: Buffer.from(salt, 'hex'), nonce: Buffer.from(nonce, 'hex'), check, length };
}
