import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log, Secrets } from '../services.ts';

/** What turns a secret into text that may lie on the disk, and back. */
export interface Seal {
  kind: Secrets['kind'];
  close(secret: string): Promise<string>;
  open(sealed: string): Promise<string>;
}

/** For machines without a key store: nothing but the permissions of the file protect what is in it. */
export const openSeal: Seal = {
  kind: 'file',
  close: (secret) => Promise.resolve(secret),
  open: (sealed) => Promise.resolve(sealed),
};

/**
 * Secrets in one small file that only its owner can read. Each says how it was sealed: one sealed by a key store that
 * is gone reads as absent (its owner signs in again), and one from before there was a key store is still read.
 */
export function fileSecrets(file: string, seal: Seal, log: Log): Secrets {
  const load = (): Record<string, string> => {
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    } catch {
      return {};
    }
  };
  return {
    kind: seal.kind,
    read: async (name) => {
      const [, kind, sealed] = /^(system|file):(.*)$/su.exec(load()[name] ?? '') ?? [];
      if (sealed === undefined) return null;
      if (kind === 'file') return sealed;
      try {
        return kind === seal.kind ? await seal.open(sealed) : null;
      } catch {
        log.warn(`The system's key store does not open the secret "${name}" any more.`);
        return null;
      }
    },
    write: async (name, value) => {
      const sealed = value === null ? null : `${seal.kind}:${await seal.close(value)}`;
      const secrets = new Map(Object.entries(load()));
      if (sealed === null) secrets.delete(name);
      else secrets.set(name, sealed);
      mkdirSync(dirname(file), { recursive: true });
      // Whole or not at all, whatever happens meanwhile.
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
    },
  };
}
