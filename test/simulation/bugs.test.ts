import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bugNamed, bugNames } from './bug.ts';
import { applied } from './hooks.ts';
import { hunt } from './hunt.ts';

/** How far from the seed that showed a bug first it is looked for: every change of engine or simulation makes another history of it. */
const NEAR = 100;

test.for(bugNames())('%s still finds the place where it is planted', async (name) => {
  const { edits } = await bugNamed(name);
  for (const edit of edits) {
    const text = readFileSync(join(import.meta.dirname, '../..', edit.file), 'utf8');
    expect(() => applied(text, edit)).not.toThrow();
  }
});

test.for(bugNames())('%s is caught by its script', { timeout: 300_000 }, async (name) => {
  const bug = await bugNamed(name);
  const found = await hunt(bug, [bug.script], 1);
  expect(found.caught?.claim, bug.script).toBeOneOf(bug.breaks);
});

test.for(bugNames())('%s is caught by dice', { timeout: 300_000 }, async (name) => {
  const bug = await bugNamed(name);
  const near = Array.from({ length: NEAR }, (_, far) => [bug.seed + far, bug.seed - far - 1]).flat();
  const found = await hunt(
    bug,
    near.filter((seed) => seed > 0),
    1,
  );
  expect(found.caught?.claim, `after ${found.histories} histories near ${bug.seed}`).toBeOneOf(bug.breaks);
});
