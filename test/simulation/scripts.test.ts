import { expect, test } from 'vitest';
import type { Told } from './history.ts';
import { scripts } from './scripts.ts';
import { simulate } from './simulate.ts';

const names = Object.keys(scripts);
const ended = new Map<Told['seed'], Told>();

test('every script comes to its end', { timeout: 120_000 }, async () => {
  await simulate({
    seeds: names,
    edits: [],
    workers: 1,
    tell: (told) => {
      ended.set(told.seed, told);
      return undefined;
    },
  });
  expect([...ended.keys()].sort()).toEqual([...names].sort());
});

test.for(names)('%s', (name) => {
  const { violation, trace } = ended.get(name) ?? { violation: 'it has not happened', trace: [] };
  expect(violation, trace.join('\n')).toBeNull();
});
