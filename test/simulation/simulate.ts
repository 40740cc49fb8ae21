import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Told } from './history.ts';
import type { Edit } from './hooks.ts';
import type { Errand } from './worker.ts';

/** In memory where the system has such a place: the durability of a disk is not what is simulated. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Lets the histories of these seeds (or names of scripts) happen, `workers` at a time; `tell` is told of each as it ends and may say that it is enough. */
export async function simulate(given: {
  seeds: Iterable<Told['seed']>;
  edits: readonly Edit[];
  workers: number;
  tell: (told: Told) => 'enough' | undefined;
}): Promise<void> {
  const seeds = given.seeds[Symbol.iterator]();
  let isEnough = false;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const folder = mkdtempSync(join(place, 'outpost-simulation-'));
      const errand: Errand = { folder, edits: given.edits };
      const worker = new Worker(new URL('worker.ts', import.meta.url), {
        workerData: errand,
        // What a history makes is soon forgotten; in a larger space it is collected less often.
        resourceLimits: { maxYoungGenerationSizeMb: 128 },
      });
      worker.on('message', (message: Told | 'ready') => {
        if (message !== 'ready' && given.tell(message) === 'enough') isEnough = true;
        const next = isEnough ? undefined : seeds.next();
        worker.postMessage(next?.done === false ? next.value : null);
      });
      worker.on('error', reject);
      worker.on('exit', () => {
        resolve();
      });
    });
  await Promise.all(Array.from({ length: given.workers }, work));
}
