import { createHash } from 'node:crypto';
import type { Change } from './change.ts';
import type { Writer } from './writer.ts';

/**
 * A business rule. `before` rules may change the record on its way in or abort; `after` rules see it done and may do
 * more. The name is what a client gets to read when the rule aborts, so it should say what is allowed.
 */
export interface Rule {
  name: string;
  table: string;
  when: 'before' | 'after';
  on: readonly Change['kind'][];
  run: (change: Change) => void;
}

/** The sys_id of a rule, made from its name. */
export function ruleId(rule: Rule): string {
  return createHash('md5').update(`sys_script ${rule.name}`).digest('hex');
}

/** A data policy: fields that must hold something while `when` does. */
export interface Policy {
  table: string;
  when: (change: Change) => boolean;
  mandatory: readonly string[];
}

/**
 * Something the instance does by itself once a change is done, as the user `system`. It belongs to no request: the
 * answer does not show it, and nothing of the request fails with it.
 */
export interface Flow {
  name: string;
  table: string;
  when: (change: Change) => boolean;
  run: (records: Writer, change: Change) => void;
}
