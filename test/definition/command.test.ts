import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import schema from '../../demo/definition.schema.json' with { type: 'json' };
import definition from '../support/definition.json' with { type: 'json' };
import { changed } from '../support/changed.ts';
import { test } from '../support/disk.ts';

// Each starts a process of its own, which takes what it takes on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const command = join(import.meta.dirname, '../../main/definition/command.ts');

/** Runs the command as `npm run definition --` does. */
async function run(...given: string[]): Promise<{ code: number; lines: string[] }> {
  const lines = (text: string) => text.split('\n').filter((line) => line !== '');
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [command, ...given]);
    return { code: 0, lines: lines(stdout) };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || !('stdout' in error)) throw error;
    return { code: Number(error.code), lines: lines(String(error.stdout)) };
  }
}

function written(folder: string, content: unknown): string {
  const file = join(folder, 'definition.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

test('a good definition is said to be good', async ({ folder }) => {
  const file = written(folder, definition);
  expect(await run('check', file)).toEqual({ code: 0, lines: [`${file} is a good definition (version 1)`] });
});

test('every problem of a broken one is a line of its own, and the command fails', async ({ folder }) => {
  const once = changed(definition, 'lists[2].table', 'cmn_location');
  const file = written(folder, changed(once, 'actions[2].steps[0].run', 'offline'));
  const { code, lines } = await run('check', file);
  expect(code).toBe(1);
  expect(lines).toEqual([
    'lists[2].table: No dataset caches the table cmn_location; add one to datasets.',
    expect.stringMatching(/^actions\[2\]\.steps\[0\]: This offline step changes wm_task, but/),
  ]);
});

test('a definition of no shape at all is a problem of the whole document', async ({ folder }) => {
  const { code, lines } = await run('check', written(folder, []));
  expect(code).toBe(1);
  expect(lines).toEqual(['(the whole document): Invalid input: expected object, received array']);
});

test('a file that is no JSON, or not there, is one problem', async ({ folder }) => {
  const file = written(folder, '{ "version": 1, }');
  const { code, lines } = await run('check', file);
  expect(code).toBe(1);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/definition\.json: .*JSON/);
  const missing = await run('check', join(folder, 'none.json'));
  expect(missing).toEqual({ code: 1, lines: [expect.stringMatching(/none\.json: ENOENT/)] });
});

test('the schema that editors use is the one of today', async () => {
  const { code, lines } = await run('schema');
  expect(code).toBe(0);
  expect(JSON.parse(lines.join('\n'))).toEqual(schema);
});

test.for([[], ['schema', 'a'], ['check'], ['chekc', 'a'], ['check', 'a', 'b']])(
  '%j is no use of the command',
  async (given) => {
    expect(await run(...given)).toEqual({ code: 2, lines: [] });
  },
);
