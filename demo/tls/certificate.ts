import { createSign, generateKeyPairSync, randomBytes, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bits, boolean, identifier, integer, octets, sequence, set, tagged, text, time } from './der.ts';

/** A certificate with its key, both in PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

const DAY = 86_400_000;
const LIFE = 365 * DAY;

/** The folder's certificate if it has one that is still good, or else a new one, left in the folder for the next time. */
export function certificateIn(folder: string | undefined): Certificate {
  if (folder === undefined) return selfSigned(Date.now());
  const paths = { cert: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  try {
    const kept = { cert: readFileSync(paths.cert, 'utf8'), key: readFileSync(paths.key, 'utf8') };
    if (Date.parse(new X509Certificate(kept.cert).validTo) > Date.now() + DAY) return kept;
  } catch {
    // There is none yet, or none that can be read: a new one takes its place.
  }
  const made = selfSigned(Date.now());
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.cert, made.cert);
  writeFileSync(paths.key, made.key, { mode: 0o600 });
  return made;
}

/** A self-signed certificate for this machine's own names. Whoever is to trust it takes it as an authority. */
function selfSigned(now: number): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(identifier('1.2.840.10045.4.3.2'));
  const name = sequence(set(sequence(identifier('2.5.4.3'), text('Outpost demo instance'))));
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(now - DAY), time(now + LIFE)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(authority(), names())),
  );
  const signature = createSign('SHA256').update(body).sign(privateKey);
  const der = sequence(body, algorithm, bits(signature)).toString('base64');
  const lines = der.match(/.{1,64}/g) ?? [];
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function authority(): Buffer {
  return sequence(identifier('2.5.29.19'), boolean(true), octets(sequence(boolean(true))));
}

function names(): Buffer {
  const list = sequence(
    tagged(2, Buffer.from('localhost', 'latin1'), true),
    tagged(7, Buffer.from([127, 0, 0, 1]), true),
    tagged(7, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]), true),
  );
  return sequence(identifier('2.5.29.17'), octets(list));
}
