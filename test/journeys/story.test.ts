import { expect } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

test('a day online: start a shift, accept, assign, note, close, end the shift', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  await person.connection('Online');

  await person.goTo('My shifts');
  await person.press('Start shift', 'Sent to the instance');
  await person.open('My tasks', 'Assigned');
  await person.press('Accept', 'Sent to the instance');
  await person.shows('State', 'Accepted');

  await person.button('Add work note').click();
  await person.page.getByLabel('Work note').fill('Key is with the janitor');
  await person.press('Submit', 'Sent to the instance');

  await person.button('Close complete').click();
  await person.button('Submit').click();
  await person.page.getByText('Closing note is needed').first().waitFor();
  await person.page.getByLabel('Closing note').fill('Fan replaced, runs quietly');
  await person.press('Submit', 'Sent to the instance');

  await person.open('All open tasks', 'Pending Dispatch');
  await person.button('Assign').click();
  const people = person.page.getByRole('combobox', { name: 'Assigned to' });
  await people.fill('whit');
  await person.page.getByRole('option', { name: /Dana Whitlock/ }).click();
  await person.press('Submit', 'Sent to the instance');
  await person.shows('Assigned to', 'Dana Whitlock');

  await person.open('My shifts', 'Open');
  await person.press('End shift', 'Sent to the instance');
  await person.shows('State', 'Closed');
  expect(await person.effects()).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
    'note wm_task',
    'update wm_task',
    'call wm_task',
    'update wm_task',
    'update x_outpost_shift',
  ]);
});

test('a day offline is kept through a restart and sent in order, each effect once', async ({ laptop }) => {
  const first = await laptop.open();
  let person = new Person(first);
  await person.connection('Online');
  await person.workOffline(true);

  await person.goTo('My shifts');
  await person.press('Start shift', 'Saved to Outbox');
  await person.page.getByRole('row').filter({ hasText: 'Open' }).first().waitFor();
  const number = await person.open('My tasks', 'Assigned');
  await person.press('Accept', 'Saved to Outbox');
  await person.shows('State', 'Accepted');
  await person.button('Close complete').click();
  await person.page.getByLabel('Closing note').fill('Fan replaced');
  await person.press('Submit', 'Saved to Outbox');
  await person.shows('State', 'Closed Complete');

  await person.goTo('Outbox');
  await expect.poll(() => person.outbox.count()).toBe(3);
  const before = await person.outbox.allInnerTexts();
  expect(before.map((text) => /Start shift|Accept|Close complete/.exec(text)?.[0])).toEqual([
    'Start shift',
    'Accept',
    'Close complete',
  ]);
  for (const text of before) expect(text).toContain('Queued');
  expect(before[1]).toContain(number);
  expect(await person.effects()).toEqual([]);

  await first.kill();
  person = new Person(await laptop.open());
  await person.goTo('Outbox');
  await expect.poll(() => person.outbox.filter({ hasText: 'Queued' }).count()).toBe(3);
  await person.workOffline(false);
  await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 20_000 }).toBe(3);
  expect(await person.effects()).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
    'update wm_task',
    'call wm_task',
  ]);
});

test('a lost connection turns actions into entries, and they go by themselves when it is back', async ({
  laptop,
}) => {
  const person = new Person(await laptop.open());
  await person.connection('Online');
  await person.fault('offline');
  await person.goTo('My shifts');
  await person.press('Start shift', 'Saved to Outbox');
  await person.connection('Offline');
  await person.fault('offline', { times: 0 });
  await person.connection('Online');
  await person.goTo('Outbox');
  await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 30_000 }).toBe(1);
  expect(await person.effects()).toEqual(['insert x_outpost_shift']);
});

test('a refusal is shown with the words of the instance, and can be discarded or tried again', async ({
  laptop,
}) => {
  const person = new Person(await laptop.open());
  await person.connection('Online');
  const first = await person.open('My tasks', 'Assigned');
  await person.press('Accept', 'Refused by the instance');
  await person.shows('State', 'Accepted');

  await person.goTo('Outbox');
  const refused = person.outbox.filter({ hasText: first });
  await refused.getByText('Refused', { exact: true }).waitFor();
  await refused
    .getByText(/Accept only within an open shift/)
    .first()
    .waitFor();
  await refused.getByRole('button', { name: 'Discard' }).click();
  await person.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => person.outbox.count()).toBe(0);
  await person.goTo('My tasks');
  await person.page.getByRole('row').filter({ hasText: first }).filter({ hasText: 'Assigned' }).waitFor();

  await person.open('My tasks', 'Assigned');
  await person.press('Accept', 'Refused by the instance');
  await person.goTo('My shifts');
  await person.press('Start shift', 'Sent to the instance');
  await person.goTo('Outbox');
  await person.outbox.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 20_000 }).toBe(2);
  expect(await person.effects()).toEqual(['insert x_outpost_shift', 'update wm_task', 'call wm_task']);
});
