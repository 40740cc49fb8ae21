import { z } from 'zod';
import type { Cell } from '../../preload/contract/outbox.ts';
import type { FileReference } from '../../preload/contract/files.ts';
import { fileReference } from '../files/reference.ts';

/**
 * The online steps of an entry as stored: every value resolved when the action was triggered, so that neither a later
 * definition nor a later record changes what was meant. This is format 1; a later one keeps a reader for it.
 */
export const FORMAT = 1;

const fields = z.record(z.string(), z.string());
const record = { table: z.string(), sys_id: z.string() };
/**
 * What a change to a record is compared with before it is sent. `seen`: fields as the view showed them when the action was
 * triggered; a field that is not in it cannot be compared (a journal, or not cached). `modCount`: the record's `sys_mod_count`
 * by then; null when the instance had not told it.
 */
const made = {
  seen: z.record(z.string(), z.object({ value: z.string(), display: z.string() })),
  modCount: z.string().nullable(),
};

const compiledStep = z.discriminatedUnion('do', [
  z.object({ do: z.literal('check'), ...record, when: z.string(), message: z.string() }),
  z.object({ do: z.literal('create'), ...record, fields }),
  /** `policies`: who wins where both sides changed a field; of the fields not named a person is asked. */
  z.object({
    do: z.literal('update'),
    ...record,
    fields,
    ...made,
    policies: z.record(z.string(), z.enum(['mine', 'theirs'])),
  }),
  z.object({ do: z.literal('delete'), ...record, ...made }),
  z.object({ do: z.literal('note'), ...record, field: z.string(), text: z.string() }),
  z.object({ do: z.literal('attach'), ...record, file: fileReference }),
  z.object({
    do: z.literal('call'),
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
    path: z.string(),
    body: fields.nullable(),
    affects: z.array(z.string()),
    idempotent: z.boolean(),
  }),
]);

export type CompiledStep = z.output<typeof compiledStep>;
export type StepKind = CompiledStep['do'];
export type StepOf<K extends StepKind> = Extract<CompiledStep, { do: K }>;

/** What the Outbox has to know of a step, whatever its kind. */
interface StepFacts {
  /** The record that it is about; null when it is about none. */
  record: { table: string; sys_id: string } | null;
  /** It makes that record. */
  makes: boolean;
  /** Values that it gives to fields of the record. */
  fields: Readonly<Record<string, string>>;
  /** Values of the record's fields that it is compared with before it is sent; null when it is not. */
  seen: Readonly<Record<string, Cell>> | null;
  /** The file that it sends. */
  file: FileReference | null;
}

const plain = { makes: false, fields: {}, seen: null, file: null };

/** One row a kind: an eighth kind does not compile until its own is here. */
const facts: { [K in StepKind]: (step: StepOf<K>) => StepFacts } = {
  check: (step) => ({ ...plain, record: step }),
  create: (step) => ({ ...plain, record: step, makes: true, fields: step.fields }),
  update: (step) => ({ ...plain, record: step, fields: step.fields, seen: step.seen }),
  delete: (step) => ({ ...plain, record: step, seen: step.seen }),
  note: (step) => ({ ...plain, record: step }),
  attach: (step) => ({ ...plain, record: step, file: step.file }),
  call: () => ({ ...plain, record: null }),
};

export function factsOf<K extends StepKind>(step: StepOf<K>): StepFacts {
  return facts[step.do](step);
}

const compiledSteps = z.array(compiledStep);

/** Steps read of late, by their text: an entry is read at each of its moves. */
const recent = new Map<string, readonly CompiledStep[]>();
const RECENT = 100;

/** Reads stored steps back; throws with a sentence when they cannot be read, and the entry is then kept for a person. */
export function readSteps(format: number, stored: string): readonly CompiledStep[] {
  if (format !== FORMAT)
    throw new Error(`this entry was written in format ${format}, which is not known here`);
  const known = recent.get(stored);
  if (known) return known;
  const steps = compiledSteps.parse(JSON.parse(stored));
  if (recent.size >= RECENT) recent.delete(recent.keys().next().value ?? '');
  recent.set(stored, steps);
  return steps;
}
