import type { TestProject } from 'vitest/node';
import { findChromium } from './browser.ts';
import { electronBinary } from '../../main/host/start/electron-binary.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    host: 'web' | 'electron';
    /** The browser for the web host. */
    chromium: string;
    /** The program for the electron host. */
    electron: { program: string; packaged: boolean };
  }
}

/** Once before all journeys: where they run (test/journeys/run.ts says it by the environment) and with what. */
export default async function prepare(project: TestProject): Promise<void> {
  const packaged = process.env['OUTPOST_PACKAGED'] ?? '';
  const electron = packaged !== '' || process.env['OUTPOST_HOST'] === 'electron';
  project.provide('host', electron ? 'electron' : 'web');
  project.provide('chromium', electron ? '' : await findChromium());
  project.provide('electron', {
    program: electron ? await program(packaged) : '',
    packaged: packaged !== '',
  });
}

async function program(packaged: string): Promise<string> {
  if (packaged !== '') return packaged;
  const binary = await electronBinary();
  if ('missing' in binary) throw new Error(`Electron cannot be had: ${binary.missing}.`);
  return binary.path;
}
