import { operationFailed } from '../refusal.ts';
import type { Change } from './change.ts';
import { ruleId, type Policy, type Rule } from './rule.ts';

/** Runs the before rules. Refuses the change in the first name that aborted it; the rules after that run all the same. */
export function askRules(change: Change, rules: readonly Rule[]): void {
  let abortedBy: Rule | null = null;
  for (const rule of rules) {
    if (rule.when !== 'before') continue;
    rule.run(change);
    if (change.aborted) abortedBy ??= rule;
  }
  if (!abortedBy) return;
  const by = `'${abortedBy.name}^${ruleId(abortedBy)}'`;
  throw operationFailed(
    `Operation against file '${change.table}' was aborted by Business Rule ${by}. Business Rule Stack:${abortedBy.name}`,
  );
}

/** Refuses a change that leaves something empty that a data policy wants filled. */
export function askPolicies(change: Change, policies: readonly Policy[]): void {
  const missing = policies
    .filter((policy) => policy.table === change.table && policy.when(change))
    .flatMap((policy) => policy.mandatory.filter((field) => change.now(field).trim() === ''));
  if (missing.length === 0) return;
  const { columns } = change.records.store.schema.known(change.table);
  const labels = missing.map((field) => columns.get(field)?.label ?? field);
  throw operationFailed(`Data Policy Exception: The following fields are mandatory: ${labels.join(', ')}`);
}
