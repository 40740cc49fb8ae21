import { z } from 'zod';
import { Refusal } from '../refusal.ts';
import { faultNames, type Fault, type FaultName } from './faults.ts';

const names = Object.keys(faultNames) as FaultName[];

/** Further than anybody needs, and still a time that can be written down. */
const YEARS = 1e12;

const faultSchema = z.object({
  name: z.enum(names),
  times: z.number().int().nonnegative().nullable().default(null),
  match: z.string().transform(withoutVersion).default(''),
  ms: z.number().min(-YEARS).max(YEARS).default(1000),
  seconds: z.number().int().nonnegative().max(86_400).default(5),
  fields: z.record(z.string(), z.string()).default({}),
  record: z
    .string()
    .regex(/^(?:[a-z0-9_]+\/[0-9a-f]{32})?$/, 'must be table/sys_id')
    .default(''),
  as: z.string().default('supervisor'),
  done: z.boolean().default(false),
  /** How long it lasts, in milliseconds. */
  lasting: z.number().positive().max(YEARS).nullable().default(null),
});

/** A fault as it is asked for: its name, and whatever differs from the usual. */
export type FaultWish = z.input<typeof faultSchema>;

/** The fault somebody asks for. Refuses what is none. */
export function faultOf(wish: unknown, now: number): Fault {
  const parsed = faultSchema.safeParse(wish);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Refusal(400, 'This is no fault', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { lasting, ...fault } = parsed.data;
  return { ...fault, until: lasting === null ? null : now + lasting };
}

/** Faults look at requests without the version of the API, so both spellings of one are the same to them. */
function withoutVersion(match: string): string {
  return match.replace(/^(\S+ \/api\/now\/)v[12]\//, '$1');
}
