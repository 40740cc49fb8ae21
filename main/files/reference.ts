import { z } from 'zod';
import type { FileReference } from '../../preload/contract/files.ts';

/** The shape of a file wherever it is stored or sent. */
export const fileReference = z.strictObject({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().min(1).max(255),
  type: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/),
  size: z.number().int().nonnegative(),
  takenAt: z.iso.datetime(),
});

const references = z.array(fileReference);

/** The files in the value of a `files` input; null when the value is no such list. */
export function readFiles(value: string): FileReference[] | null {
  if (value === '') return [];
  try {
    return references.parse(JSON.parse(value));
  } catch {
    return null;
  }
}
