import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate with its key, both in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

const DAY = 86_400_000;
const LIFE = 365 * DAY;

/** The folder's certificate if it has one that is still good, or else a new one, left in the folder for the next time. */
export async function certificateIn(folder: string | undefined): Promise<Certificate> {
  if (folder === undefined) return selfSigned(Date.now());
  const paths = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  try {
    const kept = { cert: readFileSync(paths.cert, 'utf8'), key: readFileSync(paths.key, 'utf8') };
    if (Date.parse(new X509Certificate(kept.cert).validTo) > Date.now() + DAY) return kept;
  } catch {
    // There is none yet, or none that can be read: a new one takes its place.
  }
  const made = await selfSigned(Date.now());
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.cert, made.cert);
  writeFileSync(paths.key, made.key, { mode: 0o600 });
  return made;
}

/** A self-signed certificate for this machine's own names. Whoever is to trust it takes it as an authority. */
async function selfSigned(now: number): Promise<Certificate> {
  // Loaded only here: it takes a while, and most demos do without https.
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'Outpost demo instance' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - DAY),
    notAfterDate: new Date(now + LIFE),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
