import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * One file for three builds and the tests. The mode says which: `main`, `preload`, `renderer` (scripts/build.ts runs
 * all three), and `test` is Vitest's own.
 *
 * Main and preload are CommonJS, because a sandboxed preload cannot be anything else and Electron starts it fastest.
 * Everything is bundled (start-up: kysely and got unbundled cost a quarter of a second) but Electron itself and
 * better-sqlite3, which brings a native file. The Node target is that of the oldest Electron it is tested on.
 */
const node = {
  root: import.meta.dirname,
  ssr: { noExternal: true, external: ['electron', 'better-sqlite3'], target: 'node' },
  publicDir: false,
  logLevel: 'warn',
} satisfies UserConfig;

const builds: Partial<Record<string, UserConfig>> = {
  main: {
    ...node,
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'dist/main',
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          electron: 'main/host/electron/main.ts',
          web: 'main/host/web/main.ts',
          engine: 'main/host/engine.ts',
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'shared-[name].cjs' },
      },
    },
  },
  preload: {
    ...node,
    build: {
      ssr: true,
      target: 'node20',
      outDir: 'dist/preload',
      emptyOutDir: true,
      rolldownOptions: {
        input: { index: 'preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(import.meta.dirname, 'renderer'),
    base: './',
    publicDir: false,
    logLevel: 'warn',
    build: {
      target: 'chrome130',
      outDir: '../dist/renderer',
      emptyOutDir: true,
      // The Content-Security-Policy allows nothing inline, so neither a preload script nor assets as data.
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
    },
  },
};

/**
 * Test files at a time. One number for both projects: with two, Vitest runs neither. Two even on two cores, because most files
 * wait much of their time, for a browser, a disk or an instance that is slow on purpose.
 */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig(({ mode }) => ({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  ...builds[mode],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/journeys/**'],
          maxWorkers,
          // Only what hangs is to be stopped: a busy machine is no failure.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: 'test/support/journeys.ts',
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
}));
