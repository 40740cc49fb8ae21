import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const builder = require.resolve('electron-builder/cli.js');
const root = join(import.meta.dirname, '..');

/** The tools of an installer come over the network; one that cannot be reached should not hold up the others. */
const limit = 10 * 60_000;

/** Runs electron-builder on electron-builder.yml. Returns null, or why it failed. */
export function runBuilder(args: string[]): string | null {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [builder, ...args, ...electron()], {
    cwd: root,
    encoding: 'utf8',
    timeout: limit,
  });
  if (status === 0) return null;
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  return (
    error?.message ?? lines.find((line) => line.startsWith('⨯')) ?? lines.at(-1) ?? 'it does not say why'
  );
}

/** `ELECTRON_OVERRIDE_DIST_PATH` names an unpacked Electron to take instead of fetching the one of package.json. */
function electron(): string[] {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (folder === undefined || folder === '') return [];
  const version = readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/u, '');
  return [`-c.electronDist=${folder}`, `-c.electronVersion=${version}`];
}
