import { z } from 'zod';

/** A record as the Table API answers with it under `sysparm_display_value=all`: every field both ways. */
export type RemoteRecord = Readonly<Record<string, { value: string; display_value: string }>>;

/** Some instances leave `display_value` null for empty fields; empty is always the empty string here. */
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');
const cell = z.object({ value: text, display_value: text });
const record = z.record(z.string(), cell);

export const oneRecord = z.object({ result: record });
export const manyRecords = z.object({ result: z.array(record) });
