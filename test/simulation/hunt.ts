import type { Bug } from './bug.ts';
import type { Told } from './history.ts';
import { simulate } from './simulate.ts';

/** How a hunt for a planted bug ended. */
export interface Hunt {
  /** The first history that shows the bug by what it breaks; null when none did. */
  caught: Told | null;
  /** Histories until then. */
  histories: number;
  /** Violations of something else, or of the simulation itself, met on the way. */
  others: Told[];
}

/** Plants a bug and lets histories happen until one shows it. Of several workers' the one with the lowest seed counts. */
export async function hunt(
  { edits, breaks }: Bug,
  seeds: Iterable<Told['seed']>,
  workers: number,
): Promise<Hunt> {
  const found: Hunt = { caught: null, histories: 0, others: [] };
  await simulate({
    seeds,
    edits,
    workers,
    tell: (told) => {
      found.histories += 1;
      if (told.violation === null) return found.caught ? 'enough' : undefined;
      if (told.claim === null || !breaks.includes(told.claim)) found.others.push(told);
      else if (!found.caught || told.seed < found.caught.seed) found.caught = told;
      return found.caught ? 'enough' : undefined;
    },
  });
  return found;
}
