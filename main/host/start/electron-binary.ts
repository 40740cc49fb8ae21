import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where Electron's program is, or why it cannot be had. */
export type ElectronBinary = { path: string } | { missing: string };

const require = createRequire(import.meta.url);

/** Time for the release host to say that it is there, and for the whole download. */
const lookLimit = 3_000;
const fetchLimit = 60_000;

/**
 * Looks for the binary that belongs to the `electron` package and fetches it where that takes seconds. Never by
 * importing `electron`, which would start a download of its own and wait for it.
 */
export async function electronBinary(): Promise<ElectronBinary> {
  const there = installed();
  if (there !== null) return { path: there };
  const folder = packageFolder();
  if (folder === null) return { missing: 'the package electron is not installed' };
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  if (!(await released(version)))
    return { missing: 'its binary is not here and its release host cannot be reached' };
  console.log(`Fetching Electron ${version} ...`);
  if (!(await fetchBinary(folder))) return { missing: 'its binary could not be fetched' };
  const fetched = installed();
  return fetched === null ? { missing: 'its binary could not be fetched' } : { path: fetched };
}

function installed(): string | null {
  const program = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as const;
  const name =
    process.platform === 'darwin' || process.platform === 'win32' ? program[process.platform] : 'electron';
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = packageFolder();
  const candidates = [
    override === undefined || override === '' ? null : join(override, name),
    folder === null || !existsSync(join(folder, 'path.txt')) ? null : join(folder, 'dist', name),
  ];
  return candidates.find((path) => path !== null && existsSync(path)) ?? null;
}

function packageFolder(): string | null {
  try {
    return dirname(require.resolve('electron/package.json'));
  } catch {
    return null;
  }
}

async function released(version: string): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  try {
    const address = `${mirror}v${version}/electron-v${version}-${process.platform}-${process.arch}.zip`;
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(lookLimit) });
    return answer.ok;
  } catch {
    return false;
  }
}

function fetchBinary(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'inherit', timeout: fetchLimit })
      .once('error', () => {
        resolve(false);
      })
      .once('exit', (code) => {
        resolve(code === 0);
      });
  });
}
