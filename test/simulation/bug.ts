import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Edit } from './hooks.ts';
import type { Claim } from './violation.ts';

/** A mistake put into Outpost on purpose, to see that the simulation finds it. */
export interface Bug {
  /** In words. */
  what: string;
  /** What does not hold any more; the simulation finds one of these. */
  breaks: readonly Claim[];
  /** The first seed known to show it. */
  seed: number;
  /** A script (scripts.ts) that shows it. */
  script: string;
  edits: readonly Edit[];
}

/** Names of the planted bugs. */
export function bugNames(): string[] {
  const files = readdirSync(join(import.meta.dirname, 'bugs'));
  return files.map((file) => file.replace(/\.ts$/, '')).sort();
}

/** A planted bug by its name. */
export async function bugNamed(name: string): Promise<Bug> {
  const { bug } = (await import(`./bugs/${name}.ts`)) as { bug: Bug };
  return bug;
}
