import { z } from 'zod';
import { label, name, query, template } from './names.ts';

const run = z.enum(['online', 'offline', 'both']);
const set = z.record(name, template);
/** Encoded query over the inputs (by name) and `record.<field>`: the step is taken only if it holds. Left out, always. */
const only = { if: query.optional() };
/** Where a step acts; left out, it acts on the action's own record. */
const target = { ...only, table: name.optional(), record: template.optional() };

export const step = z.discriminatedUnion('do', [
  /** Stops the action with `message` unless the record meets `when`; online it reads the record afresh. */
  z.strictObject({ do: z.literal('check'), run, ...target, when: query, message: label }),
  /** `as` names the new record for later steps: `{steps.<as>.sys_id}`. */
  z.strictObject({ do: z.literal('create'), run, ...only, table: name, set, as: name.optional() }),
  z.strictObject({ do: z.literal('update'), run, ...target, set }),
  z.strictObject({ do: z.literal('delete'), run, ...target }),
  z.strictObject({
    do: z.literal('note'),
    run,
    ...target,
    field: z.enum(['work_notes', 'comments']),
    text: template,
  }),
  /** Attaches the files of an input to the record: one upload each. */
  z.strictObject({ do: z.literal('attach'), run, ...target, files: name }),
  z.strictObject({
    do: z.literal('call'),
    run,
    ...only,
    method: z.enum(['POST', 'PUT', 'PATCH', 'DELETE']),
    path: template,
    body: set.optional(),
    /** Tables whose records the call may change; they are read again after it. */
    affects: z.array(name).default([]),
    /** The endpoint answers a repeated Idempotency-Key with its first answer, so a lost answer may be asked for again. */
    idempotent: z.boolean().default(false),
  }),
]);

export type Step = z.output<typeof step>;
/** A step of one kind as the definition has it. */
export type DefinedStep<K extends Step['do']> = Extract<Step, { do: K }>;

/** What the laws have to know of a step, whatever its kind. */
export interface LawFacts {
  /** Where it acts; `table` and `record` left out: on the action's own. Null for a step that acts on no record. */
  target: { table?: string | undefined; record?: string | undefined } | null;
  /** The record is there before the step. */
  needsRecord: boolean;
  /** It changes the record, so that what it changes offline has to have a step online. */
  changes: boolean;
  /** Names that it gives the record that it makes, for later steps. */
  makes: string | undefined;
  /** Fields of the record that it sets. */
  sets: readonly string[];
  /** Its templates, each with the key that it stands at. */
  templates: readonly (readonly [key: string, template: string])[];
  /** Its condition on the record. */
  when: string | undefined;
  /** The input of the form whose files it takes. */
  files: string | undefined;
  /** The endpoint that it calls, and the tables whose records that may change. Such a step runs online only. */
  endpoint: { path: string; affects: readonly string[] } | null;
}

const nothing = {
  needsRecord: true,
  changes: true,
  makes: undefined,
  sets: [],
  templates: [],
  when: undefined,
  files: undefined,
  endpoint: null,
};

const at = (key: string, values: Readonly<Record<string, string>> = {}) =>
  Object.entries(values).map(([field, value]) => [`${key}.${field}`, value] as const);

const atRecord = ({ record }: { record?: string | undefined }) =>
  record === undefined ? [] : [['record', record] as const];

/** One row a kind: an eighth kind does not compile until its own is here. */
const facts: { [K in Step['do']]: (step: DefinedStep<K>) => LawFacts } = {
  check: (step) => ({
    ...nothing,
    target: step,
    changes: false,
    templates: atRecord(step),
    when: step.when,
  }),
  create: ({ table, set: values, as }) => ({
    ...nothing,
    target: { table },
    needsRecord: false,
    makes: as,
    sets: Object.keys(values),
    templates: at('set', values),
  }),
  update: (step) => ({
    ...nothing,
    target: step,
    sets: Object.keys(step.set),
    templates: [...atRecord(step), ...at('set', step.set)],
  }),
  delete: (step) => ({ ...nothing, target: step, templates: atRecord(step) }),
  note: (step) => ({ ...nothing, target: step, templates: [...atRecord(step), ['text', step.text]] }),
  attach: (step) => ({ ...nothing, target: step, templates: atRecord(step), files: step.files }),
  call: ({ path, body, affects }) => ({
    ...nothing,
    target: null,
    needsRecord: false,
    changes: false,
    templates: [['path', path], ...at('body', body)],
    endpoint: { path, affects },
  }),
};

export function factsOf<K extends Step['do']>(step: DefinedStep<K>): LawFacts {
  return facts[step.do](step);
}
