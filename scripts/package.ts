import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './bundle.ts';
import { runBuilder } from './electron-builder.ts';

/**
 * `npm run package [-- --folder]`: the installers of this system, each by itself, so that one whose tools cannot be had
 * is skipped with a line and the others are built. `--folder` stops at the folder that they are made of.
 */
const release = join(import.meta.dirname, '../release');

const systems: Partial<Record<NodeJS.Platform, { flag: string; folder: RegExp; targets: string[] }>> = {
  win32: { flag: '--win', folder: /^win(-\w+)?-unpacked$/u, targets: ['nsis'] },
  darwin: { flag: '--mac', folder: /^mac(-\w+)?$/u, targets: ['dmg', 'zip'] },
  linux: { flag: '--linux', folder: /^linux(-\w+)?-unpacked$/u, targets: ['AppImage', 'deb', 'tar.gz'] },
};

async function main(onlyFolder: boolean): Promise<number> {
  const system = systems[process.platform];
  if (system === undefined) {
    console.error(`Outpost has no installer for ${process.platform}.`);
    return 1;
  }
  await build();
  rmSync(release, { recursive: true, force: true });
  const failed = runBuilder([system.flag, 'dir']);
  const folder = readdirSync(release).find((name) => system.folder.test(name));
  if (failed !== null || folder === undefined) {
    console.error(`Outpost could not be packaged: ${failed ?? 'there is no folder of it'}`);
    return 1;
  }
  console.log(`The app: ${join(release, folder)}`);
  if (onlyFolder) return 0;

  const before = new Set(readdirSync(release));
  for (const target of system.targets) {
    const problem = runBuilder([system.flag, target, '--prepackaged', join(release, folder)]);
    if (problem !== null) console.log(`Skipped ${target}: ${problem}`);
  }
  const installers = readdirSync(release).filter((name) => !before.has(name) && name.startsWith('Outpost-'));
  for (const name of installers) console.log(`Installer: ${join(release, name)}`);
  return installers.length > 0 ? 0 : 1;
}

const { values } = parseArgs({ options: { folder: { type: 'boolean', default: false } } });
process.exitCode = await main(values.folder);
