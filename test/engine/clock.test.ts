import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { Inputs } from '../../preload/contract/forms.ts';
import { changed, type Json } from '../support/changed.ts';
import { type Outpost, test, type World } from '../support/world.ts';

const SKEW = 7 * 60_000;
/** Slack for the time that the test itself takes, and for seconds cut off. */
const NEAR = 30_000;

const clock = (outpost: Outpost) => outpost.ask('clock.get', null);
const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });

/** How far a time that the instance was sent is from the laptop's clock, in minutes. */
function minutesOff(sent: unknown): number {
  return Math.round((Date.parse(`${String(sent).replace(' ', 'T')}Z`) - Date.now()) / 60_000) + 0;
}

/** What the instance was sent as the fields of its last new record. */
const lastFields = (world: World) => world.demo.ledger().at(-1)?.fields ?? {};

/** Does something without a connection, and lets it go. */
async function work(outpost: Outpost, action = 'start-shift', inputs: Inputs = {}): Promise<void> {
  await offline(outpost, true);
  await outpost.ask('action.trigger', { action, record: null, inputs, revises: null, draft: null });
  await offline(outpost, false);
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
}

function own(world: World, changes: Record<string, Json>): string {
  const file = join(world.folder, 'own.json');
  let definition: unknown = world.demo.instance.definition;
  for (const [path, value] of Object.entries(changes)) definition = changed(definition, path, value);
  writeFileSync(file, JSON.stringify(definition));
  return file;
}

test('clocks that agree are not said to be off, and times are sent as they were', async ({ world }) => {
  const outpost = await world.start();
  expect(await clock(outpost)).toMatchObject({ offset: 0, isOff: false });
  await work(outpost);
  expect(minutesOff(lastFields(world)['started'])).toBe(0);
});

test('a laptop clock that is off is said to be, also without a connection after a restart, until it is set', async ({
  world,
}) => {
  world.demo.fault({ name: 'clock-skew', ms: SKEW });
  let outpost = await world.start();
  const measured = await clock(outpost);
  expect(measured.isOff).toBe(true);
  expect(Math.abs((measured.offset ?? 0) - SKEW)).toBeLessThan(NEAR);
  await offline(outpost, true);
  await outpost.close();
  outpost = await world.start();
  expect(await clock(outpost)).toMatchObject({ isOff: true });
  world.demo.fault({ name: 'clock-skew', times: 0 });
  await offline(outpost, false);
  await outpost.until(async () => !(await clock(outpost)).isOff);
  expect(await clock(outpost)).toMatchObject({ offset: 0 });
});

describe('with a laptop clock that is seven minutes behind, the time of an action is sent', () => {
  test.for([
    ['corrected', 7],
    ['raw', 0],
  ] as const)('%s, as the definition says', async ([times, minutes], { world }) => {
    world.demo.fault({ name: 'clock-skew', ms: SKEW });
    // Only a definition that asks for both may name the laptop's own time.
    const definition = own(world, { times, 'actions[22].steps[2].body.at_by_device': '{now}' });
    const outpost = await world.start('dispatcher', { definition });
    await work(outpost);
    expect(minutesOff(lastFields(world)['started'])).toBe(minutes);
  });

  test('both ways, where the definition asks for both', async ({ world }) => {
    world.demo.fault({ name: 'clock-skew', ms: SKEW });
    const definition = own(world, {
      times: 'both',
      'actions[15].steps[0].set.opened_at': '{now.corrected}',
      'actions[15].steps[0].set.description': '{now.device}',
    });
    const outpost = await world.start('dispatcher', { definition });
    const order = { short_description: 'Pump trips', description: '', priority: '2', company: '' };
    await work(outpost, 'new-order', { ...order, location: '' });
    const { opened_at, description } = lastFields(world);
    expect([minutesOff(opened_at), minutesOff(description)]).toEqual([7, 0]);
  });
});
