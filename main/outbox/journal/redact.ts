import { createHmac } from 'node:crypto';

/**
 * Stands in for a value: a value has the same mask throughout one file and another one in the next, and nothing leads back to
 * it.
 */
export type Mask = (value: string) => string;

/** `salt` must be random and is thrown away with the mask. */
export function maskWith(salt: Uint8Array): Mask {
  return (value) => createHmac('sha256', salt).update(value).digest('hex').slice(0, 12);
}

/** What an instance's sentence is about, told from the parts of it that are the same on every instance. */
const classes: readonly [RegExp, string][] = [
  [/aborted by business rule/i, 'business-rule'],
  [/data policy exception/i, 'data-policy'],
  [/no record found|record doesn't exist/i, 'absent-or-hidden'],
  [/\bACL\b|security constraints|table security|permission to be read/i, 'access'],
  [/rate limit/i, 'rate-limit'],
  [/cannot be reached|did not answer|other than the instance answered/i, 'connection'],
  [/closed while this was being sent/i, 'closed'],
];

/** Words may name people, numbers and places: only what they are about is told, and which of them are the same. */
export function redactWords(words: string | null, mask: Mask): { about: string; hash: string } | null {
  if (words === null) return null;
  const about = classes.find(([pattern]) => pattern.test(words))?.[1] ?? 'other';
  return { about, hash: mask(words) };
}
