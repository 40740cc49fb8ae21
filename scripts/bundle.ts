import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist', 'stamp');

/** Everything that decides what the build looks like. */
const sources = [
  'main/**/*.ts',
  'preload/**/*.ts',
  'renderer/**/*.*',
  'migrations/*.ts',
  'vite.config.ts',
  'package-lock.json',
];

/** Builds main, preload and renderer into `dist/`. */
export async function build(): Promise<void> {
  // Imported late: a start that finds everything built does not wait for Vite to load.
  const vite = await import('vite');
  const hash = sourcesHash();
  rmSync(stamp, { force: true });
  for (const mode of ['main', 'preload', 'renderer']) {
    await vite.build({ configFile: join(root, 'vite.config.ts'), mode });
  }
  writeFileSync(stamp, hash);
}

/** The same, unless `dist/` was built from exactly these sources. Returns whether it had to. */
export async function buildIfNeeded(): Promise<boolean> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesHash()) return false;
  await build();
  return true;
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of globSync(sources, { cwd: root }).sort()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
