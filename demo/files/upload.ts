import type { Spooled } from './spool.ts';

/** A file that came in with a request, and the plain fields that came before it. */
export interface Upload {
  file: (Spooled & { name: string | null; type: string }) | null;
  fields: ReadonlyMap<string, string>;
}
