import { createHmac, scrypt } from 'node:crypto';

/**
 * What it costs to try one passphrase: 128 MiB of memory and some tenths of a second. Written into each file, so that a later
 * Outpost may raise it; this one reads no other.
 */
export const COST = { N: 2 ** 17, r: 8, p: 1 } as const;

/** Made of a passphrase and a file's salt. */
export interface Keys {
  /** Encrypts: AES-256. */
  key: Buffer;
  /** Tells a wrong passphrase from a damaged file; says nothing of the key. */
  check: string;
}

/** Letters that look the same are the same, however the keyboard made them. */
export async function keysOf(passphrase: string, salt: Uint8Array): Promise<Keys> {
  const made = await new Promise<Buffer>((resolve, reject) => {
    const options = { ...COST, maxmem: 256 * COST.N * COST.r };
    scrypt(passphrase.normalize('NFKC'), salt, 64, options, (error, derived) => {
      if (error) reject(error);
      else resolve(derived);
    });
  });
  const check = createHmac('sha256', made.subarray(32)).update('passphrase').digest('hex').slice(0, 32);
  return { key: made.subarray(0, 32), check };
}
