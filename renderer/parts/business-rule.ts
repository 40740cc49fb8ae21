const byBusinessRule = /aborted by Business Rule '([^'^]+)(?:\^[^']*)?'/;

/**
 * The name of the business rule that stopped an action, out of ServiceNow's sentence
 * `Operation against file 'wm_task' was aborted by Business Rule 'Needs an open shift^1f3a…'`. The name is the only
 * thing in it that was written for a person. Null when the words are others; they are shown as they are.
 */
export function businessRule(detail: string | null): string | null {
  return detail?.match(byBusinessRule)?.[1]?.trim() ?? null;
}
