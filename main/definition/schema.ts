import { z } from 'zod';
import { id, label, name, query, template } from './names.ts';
import { step } from './steps.ts';

const dataset = z.strictObject({
  table: name,
  /** The table that this one extends, such as `task`: a reference to that may lead to records of this dataset. */
  extends: name.optional(),
  /** Which records of the table are cached. */
  query,
  /** `sys_id` and the `sys_` fields Outpost needs are always cached, whether named or not. */
  fields: z.array(name).min(1),
  /** Fields that the search box looks in. */
  search: z.array(name).default([]),
  /**
   * Who wins a field that somebody else changed too before an update was sent: `ask` (a person compares and chooses), `mine`
   * (the update goes) or `theirs` (the field is left as it is there). Fields not named: `ask`.
   */
  conflicts: z.record(name, z.enum(['ask', 'mine', 'theirs'])).default({}),
});

const list = z.strictObject({
  id,
  label,
  table: name,
  query,
  columns: z.array(name).min(1),
  actions: z.array(id).default([]),
});

const record = z.strictObject({
  table: name,
  /** The field a record is called by, usually `number`. */
  title: name,
  sections: z.array(z.strictObject({ label, fields: z.array(name).min(1) })).min(1),
  /** Records of another table whose reference `field` points here. */
  related: z
    .array(z.strictObject({ label, table: name, field: name, columns: z.array(name).min(1) }))
    .default([]),
  actions: z.array(id).default([]),
  /** Show notes, comments and files of the record: `work_notes`, `comments` and the table `sys_attachment`, as cached. */
  stream: z.boolean().default(false),
});

const inputBase = {
  name,
  label,
  hint: z.string().optional(),
  mandatory: z.boolean().default(false),
  readOnly: z.boolean().default(false),
  /** What the input holds when the form opens. */
  default: template.optional(),
};

const input = z.discriminatedUnion('type', [
  z.strictObject({
    ...inputBase,
    type: z.enum(['text', 'multiline']),
    maxLength: z.number().int().positive().optional(),
  }),
  z.strictObject({ ...inputBase, type: z.enum(['number', 'boolean', 'date', 'datetime']) }),
  z.strictObject({
    ...inputBase,
    type: z.literal('choice'),
    /** Either the choices themselves or the field whose choices the instance keeps. */
    choices: z.union([
      z.array(z.strictObject({ value: z.string(), label })).min(1),
      z.strictObject({ table: name, field: name }),
    ]),
  }),
  z.strictObject({
    ...inputBase,
    type: z.literal('reference'),
    /** The cached table to choose from. */
    table: name,
    /** Which of its records may be chosen. */
    query: query.default(''),
    /** The field shown, and one more that tells two of the same name apart. */
    display: name,
    detail: name.optional(),
  }),
  /** Photos or files, for an `attach` step. */
  z.strictObject({
    ...inputBase,
    type: z.literal('files'),
    /** Media types that may be chosen, as `image/jpeg` or `image/*`; left out, all. */
    accept: z
      .array(z.string().regex(/^[a-z]+\/[a-z0-9.+*-]+$/, 'must be a media type such as image/jpeg'))
      .default([]),
    maxBytes: z.number().int().positive().default(50_000_000),
    maxCount: z.number().int().positive().default(10),
    /** Offer to take a photo. */
    camera: z.boolean().default(false),
  }),
]);

/** While `when` holds for the inputs (by name) and, as `record.<field>`, the record, the effect is in force. */
const rule = z.strictObject({
  when: query,
  mandatory: z.array(name).default([]),
  readOnly: z.array(name).default([]),
  hidden: z.array(name).default([]),
  /**
   * What inputs are set to while the rule is in force and the person has not typed there: a template, or simple arithmetic over
   * one (`{input.hours} * 60`, `{input.start} + 1d8h`).
   */
  set: z.record(name, template).default({}),
});

const form = z.strictObject({
  id,
  label,
  inputs: z.array(input).min(1),
  rules: z.array(rule).default([]),
  /** Pages in order, by the names of their inputs; left out, the form has one page. */
  pages: z.array(z.strictObject({ label, inputs: z.array(name).min(1) })).default([]),
  /** Action that "Save progress" triggers while there is a connection; left out, a draft is kept on the device. */
  save: id.optional(),
});

const action = z.strictObject({
  id,
  label,
  table: name,
  context: z.enum(['record', 'none']).default('record'),
  /** Condition on the record under which the action is offered. An action without a record has none. */
  when: query.default(''),
  /** Sentence shown when `when` does not hold; without it the failed condition is put into words. */
  why: z.string().optional(),
  form: id.nullable().default(null),
  /** Sentence the person must agree to first, for what cannot be taken back. */
  confirm: z.string().min(1).optional(),
  steps: z.array(step).min(1),
});

const aYear = 'must be a whole number of days from 1 to 365';
const days = z.int(aYear).min(1, aYear).max(365, aYear);
const askAfterDays =
  'An action that was not sent for more than so many days, counted from when it was triggered or last decided about, waits in the ' +
  'Outbox until a person says that it is still to be sent, or discards it. Nothing is dropped for its age.';

/**
 * The declarative app as it comes from the instance or a file: docs/definition.md. Strict throughout: a key nobody knows is a problem,
 * because a misspelt `when` would otherwise offer an action to everybody.
 */
export const definitionSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.number().int().nonnegative(),
  /**
   * By which clock the times of actions are sent: `{now}` in templates, and when a photo was taken. `corrected`: the laptop's
   * time moved by the measured distance of its clock from the instance's. `raw`: the laptop's time as it is. `both`: `{now}` is
   * corrected, and templates may name `{now.device}` and `{now.corrected}` beside it. An action that is triggered before the
   * distance was ever measured is sent with the laptop's time, and its entry has no distance to tell so.
   */
  times: z.enum(['corrected', 'raw', 'both']).default('corrected'),
  askAfterDays: days.default(14).describe(askAfterDays),
  datasets: z.array(dataset).min(1),
  lists: z.array(list).min(1),
  records: z.array(record).default([]),
  forms: z.array(form).default([]),
  actions: z.array(action).default([]),
});

export type Definition = z.output<typeof definitionSchema>;
export type Dataset = Definition['datasets'][number];
export type List = Definition['lists'][number];
export type RecordDefinition = Definition['records'][number];
export type Form = Definition['forms'][number];
export type Input = Form['inputs'][number];
export type Action = Definition['actions'][number];
