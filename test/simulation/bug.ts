import type { Edit } from './hooks.ts';

/** A mistake put into Outpost on purpose, to see that the simulation finds it. */
export interface Bug {
  /** In words. */
  what: string;
  edits: readonly Edit[];
  /** The first seed known to show it. */
  seed: number;
}
