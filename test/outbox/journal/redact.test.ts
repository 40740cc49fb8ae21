import { expect, test } from 'vitest';
import { maskWith, redactWords } from '../../../main/outbox/journal/redact.ts';

const mask = maskWith(new Uint8Array(32));

test.for<[words: string, about: string]>([
  [
    "Operation against file 'wm_task' was aborted by Business Rule 'No shift^a1'. Stack:No shift",
    'business-rule',
  ],
  ['Operation Failed\nData Policy Exception: The following fields are mandatory: Ann', 'data-policy'],
  ["No Record found\nRecord doesn't exist or ACL restricts the record retrieval", 'absent-or-hidden'],
  ['ACL Exception Update Failed due to security constraints', 'access'],
  ['Rate limit exceeded', 'rate-limit'],
  ['The instance cannot be reached (ENOTFOUND)', 'connection'],
  ['Outpost was closed while this was being sent', 'closed'],
  ['Call Ann on +49 170 1234567', 'other'],
])('of “%s” only what it is about is told', ([words, about]) => {
  const told = redactWords(words, mask);
  expect(told).toEqual({ about, hash: mask(words) });
  expect(JSON.stringify(told)).not.toMatch(/Ann|1234567|wm_task|shift/);
});

test('where nothing was said nothing is told', () => {
  expect(redactWords(null, mask)).toBeNull();
});
