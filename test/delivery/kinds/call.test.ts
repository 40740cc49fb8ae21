import { expect } from 'vitest';
import { SAFE_TO_SEND } from '../../../main/delivery/kinds/kind.ts';
import { DAY_MS } from '../../../main/outbox/stamp.ts';
import { test } from '../../support/scripted.ts';
import { call } from '../../support/steps.ts';
import { look, lookElsewhere, lost } from './looking.ts';

const LOST = { found: 'cannot-tell', message: expect.stringMatching(/^The connection was lost/) as string };
const ELSEWHERE = {
  found: 'cannot-tell',
  message: expect.stringMatching(/^Another laptop has this/) as string,
};

test('a call that honours its key is simply made again; any other is for a person', async ({
  database,
  scripted,
}) => {
  expect(await look(scripted, lost(database, [call(true)]))).toEqual(SAFE_TO_SEND);
  expect(await look(scripted, lost(database, [call(false)]))).toEqual(LOST);
  // After weeks nobody knows whether the endpoint still remembers the key.
  scripted.now += 14 * DAY_MS;
  expect(await look(scripted, lost(database, [call(true)]))).toEqual(SAFE_TO_SEND);
  scripted.now += 1;
  expect(await look(scripted, lost(database, [call(true)]))).toEqual(LOST);
  expect(scripted.asked).toEqual([]);
});

test('so it is where another laptop has it too', async ({ database, scripted }) => {
  expect(await lookElsewhere(scripted, lost(database, [call(true)]))).toEqual(SAFE_TO_SEND);
  expect(await lookElsewhere(scripted, lost(database, [call(false)]))).toEqual(ELSEWHERE);
  scripted.now += 15 * DAY_MS;
  expect(await lookElsewhere(scripted, lost(database, [call(true)]))).toEqual(LOST);
  expect(scripted.asked).toEqual([]);
});
