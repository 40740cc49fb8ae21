import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file of the built renderer. */
export interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

const types: Partial<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/** Plain names between slashes: no dot at the start of a name, no percent sign, no backslash, hence no way out. */
const plain = /^(?:\/[\w-]+)*\/[\w-]+(?:\.[\w-]+)+$/u;

/** Reads what `path` of an address names under `folder`; null when there is no such file. `/` is the page itself. */
export async function readAsset(folder: string, path: string): Promise<Asset | null> {
  const name = path === '/' ? '/index.html' : path;
  const type = types[extname(name)];
  if (!plain.test(name) || type === undefined) return null;
  try {
    return { body: new Uint8Array(await readFile(join(folder, name))), type };
  } catch {
    return null;
  }
}
