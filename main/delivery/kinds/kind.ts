import type { Inputs } from '../../../preload/contract/forms.ts';
import type { InstanceFailure } from '../../../preload/contract/failure.ts';
import type { Writer } from '../../database/database.ts';
import type { DefinedStep } from '../../definition/steps.ts';
import type { Scope } from '../../definition/template.ts';
import type { Request } from '../../instance/requests.ts';
import type { Link } from '../../link.ts';
import type { Entry, Touch } from '../../outbox/entry.ts';
import type { StepKind, StepOf } from '../../outbox/steps.ts';
import type { PendingChange } from '../../records/pending.ts';
import type { Acknowledged } from '../acknowledged.ts';
import type { Compares } from '../conflict/compare.ts';
import type { Found } from '../plan.ts';
import type { Sender } from '../sender.ts';

/** What a step is compiled with when its action is triggered. */
export interface Compiling {
  /** The record that it acts on; of a create the one that it makes. */
  target: Touch;
  scope: Scope;
  inputs: Inputs;
  /** Milliseconds to add to a time of this laptop before it is sent. */
  correction: number;
  /** What the person sees of the record, by which a step is compared before it is sent. */
  sight: {
    ofUpdate: (
      target: Touch,
      fields: readonly string[],
    ) => Pick<StepOf<'update'>, 'seen' | 'modCount' | 'policies'>;
    ofDelete: (target: Touch) => Pick<StepOf<'delete'>, 'seen' | 'modCount'>;
  };
  /** Values with the words for them (`dv_` columns), as the view holds them. */
  withDisplay: (table: string, fields: Readonly<Record<string, string>>) => Record<string, string>;
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A change to the view of the step's record until the entry is acknowledged. */
export type LocalChange = Without<PendingChange, 'table' | 'sys_id' | 'step'>;

/** What a step is sent with. */
export interface Sending {
  link: Link;
  sender: Sender;
  entry: Entry;
}

/** What a step is looked for with. */
export interface Looking extends Sending {
  /** The earliest moment at which it can have been done, by the instance's clock (milliseconds since 1970). */
  since: number;
  /** The same look at the step after this one; null when it is the last. */
  lookAtNext: (() => Promise<Looked>) | null;
}

/** What a look at the instance shows of a step: see main/delivery/plan.ts. */
export type Looked =
  | { found: Extract<Found, 'done' | 'looks-done'>; acknowledged: Acknowledged }
  | { found: Extract<Found, 'not-there' | 'safe-to-send'> }
  /** `message` tells a person why, and where to look. */
  | { found: Extract<Found, 'cannot-tell'>; message: string };

export const NOT_THERE: Looked = { found: 'not-there' };
export const SAFE_TO_SEND: Looked = { found: 'safe-to-send' };

/** What was written to a record cannot be seen without it; it may only be hidden, and would be there twice once it is shown. */
export const OUT_OF_SIGHT: Looked = {
  found: 'cannot-tell',
  message:
    'This may have been done, but the record is gone now, or access rules hide it, so that nobody can see. ' +
    'Ask somebody who sees the record; try again only if nothing happened.',
};

/** What is acknowledged is written down with. */
export interface Acknowledging extends Sending {
  /** ISO instant. */
  at: string;
}

/** Everything about one kind of step. `kinds.ts` has one of each. */
export interface Kind<K extends StepKind> {
  /** The steps on the instance that a step of the definition becomes, every value resolved. */
  compile: (step: DefinedStep<K>, compiling: Compiling) => StepOf<K>[];
  /** What it changes on this laptop. */
  change: (step: DefinedStep<K>, compiling: Compiling) => LocalChange[];
  /** Its request, with what the answer tells; null for what is not a single request and goes by itself. */
  request: (sending: Sending, step: StepOf<K>) => Request<Acknowledged> | null;
  /** Carries out a step without a request of its own. Throws Failed when it was not acknowledged, LeaseLost when it did not leave. */
  carryOut: (sending: Sending, step: StepOf<K>) => Promise<Acknowledged>;
  /** How it is compared with its record right before it is sent; null when it is not. */
  compares: Compares<StepOf<K>> | null;
  /** Looks whether it was done although its answer was lost. Throws Failed when the instance cannot be asked. */
  look: (looking: Looking, step: StepOf<K>) => Promise<Looked>;
  /** The same of what another laptop has too and may have done: that this user has changed the record since proves nothing. */
  lookElsewhere: (looking: Looking, step: StepOf<K>) => Promise<Looked>;
  /** Whether a look can tell anything at all once an attempt is weeks old. */
  leavesTrace: boolean;
  /** A refusal that may mean that it was done already, and whether its record is there then; null when no refusal does. */
  refusedWhenDone: { by: (failure: InstanceFailure) => boolean; isThere: boolean } | null;
  /** What an acknowledgement means beyond the step's being done. Returns the entry and the answer as they then read. */
  settle: (
    write: Writer,
    settling: Acknowledging,
    step: StepOf<K>,
    acknowledged: Acknowledged,
  ) => { entry: Entry; acknowledged: Acknowledged };
}

/** For kinds of which every step is one request. */
export function nothingToCarryOut(): Promise<Acknowledged> {
  return Promise.reject(new Error('this step is sent as a request'));
}

/** For kinds of which an acknowledgement means nothing more. */
export function nothingMore(_: Writer, { entry }: Acknowledging, __: unknown, acknowledged: Acknowledged) {
  return { entry, acknowledged };
}
