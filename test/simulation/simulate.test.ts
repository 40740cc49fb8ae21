import { expect, test, vi } from 'vitest';
import { command } from './command.ts';
import type { Told } from './history.ts';
import { simulate } from './simulate.ts';

const SEEDS = [1, 2, 3, 4];

/** Hashes of the traces by seed. */
async function traces(seeds: readonly number[], workers: number): Promise<Map<Told['seed'], string>> {
  const hashes = new Map<Told['seed'], string>();
  await simulate({
    seeds,
    edits: [],
    workers,
    tell: ({ seed, hash }) => {
      hashes.set(seed, hash);
      return undefined;
    },
  });
  return hashes;
}

test(
  'the same seed gives the same trace, whatever was simulated before it',
  { timeout: 120_000 },
  async () => {
    const once = await traces(SEEDS, 2);
    const again = await traces([...SEEDS].reverse(), 1);
    expect(new Set(once.values()).size).toBe(SEEDS.length);
    for (const seed of SEEDS) expect(again.get(seed)).toBe(once.get(seed));
  },
);

test('the command ends with the line that is counted by', { timeout: 120_000 }, async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(await command(['--histories', '2', '--workers', '1'])).toBe(0);
  expect(said.mock.lastCall).toEqual(['2 histories, 0 violations']);
  said.mockRestore();
});
