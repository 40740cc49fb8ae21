import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bugNamed, bugNames } from './command.ts';
import { applied } from './hooks.ts';

test.for(bugNames())('%s still finds the place where it is planted', async (name) => {
  const { edits } = await bugNamed(name);
  for (const edit of edits) {
    const text = readFileSync(join(import.meta.dirname, '../..', edit.file), 'utf8');
    expect(() => applied(text, edit)).not.toThrow();
  }
});
