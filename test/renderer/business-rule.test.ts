import { expect, test } from 'vitest';
import { businessRule } from '../../renderer/parts/business-rule.ts';

test('the business rule that stopped an action is named; other words are left alone', () => {
  const detail =
    "Operation against file 'wm_task' was aborted by Business Rule 'Accepting needs an open shift^6f1c0a7d2b'. Business Rule Stack:Accepting needs an open shift";
  expect(businessRule(detail)).toBe('Accepting needs an open shift');
  expect(businessRule("aborted by Business Rule 'No id'")).toBe('No id');
  expect(businessRule('ACL Exception Update Failed due to security constraints')).toBeNull();
  expect(businessRule(null)).toBeNull();
});
