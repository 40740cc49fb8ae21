import { rmSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { Told } from './history.ts';
import { type Edit, registerFor } from './hooks.ts';

/** What a worker is asked for. */
export interface Errand {
  folder: string;
  edits: readonly Edit[];
}

const { folder, edits } = workerData as Errand;
// Most of the time that a planted bug takes to be caught goes into loading everything anew.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/outpost-simulation'));
registerFor(edits);
const { makeTemplate } = await import('./template.ts');
const { history, scripted } = await import('./history.ts');
const template = await makeTemplate(`${folder}/template`);
flushCompileCache();

let stray: string | null = null;
process.on('unhandledRejection', (reason) => {
  const text = reason instanceof Error ? `${reason.name}: ${reason.stack ?? ''}` : String(reason);
  // What the code of a killed process still does in this one concerns nobody.
  if (!/^Died|database connection is not open/.test(text)) stray ??= text;
});

parentPort?.on('message', (seed: Told['seed'] | null) => {
  if (seed === null) {
    rmSync(folder, { recursive: true, force: true });
    parentPort?.close();
    return;
  }
  const happens =
    typeof seed === 'number'
      ? history(seed, template, `${folder}/laptop`)
      : scripted(seed, template, `${folder}/laptop`);
  void happens.then(
    (told) => {
      const unhandled =
        stray && ({ violation: `an error that nobody handles: ${stray}`, claim: 'mistake' } as const);
      stray = null;
      parentPort?.postMessage(told.violation === null && unhandled ? { ...told, ...unhandled } : told);
    },
    (error: unknown) => {
      const violation = `the simulation itself fails: ${error instanceof Error ? (error.stack ?? '') : String(error)}`;
      parentPort?.postMessage({
        seed,
        violation,
        claim: null,
        trace: [],
        hash: '',
        counts: { presses: 0, requests: 0, starts: 0, events: 0 },
      });
    },
  );
});
parentPort?.postMessage('ready');
