import type { Value } from './functions.ts';
import type { Operator } from './operators.ts';

/** `state=16`: `values` has none, one or many members, as the operator takes. */
export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly Value[];
}

/** Conditions chained by `^OR`; one of them must hold. */
export type Term = readonly Condition[];

/** Terms joined by `^`; all of them must hold. */
export type Group = readonly Term[];

/** `ORDERBYpriority` or `ORDERBYDESCpriority`. */
export interface OrderKey {
  readonly field: string;
  readonly descending: boolean;
}

/**
 * An encoded query: OR over its `^NQ` groups, AND over the terms of a group, OR over the conditions of a term, so
 * `a^ORb^c` is (a or b) and c. Without groups every record is meant. Order applies to the whole, wherever it stood.
 */
export interface Query {
  readonly groups: readonly Group[];
  readonly order: readonly OrderKey[];
}
