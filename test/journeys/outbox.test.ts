import { expect } from 'vitest';
import { problemsInAnyLight, problemsOf } from '../support/accessible.ts';
import { letAge } from '../support/ageing.ts';
import { type Laptop, test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

/** Accepts this many tasks without an open shift, which a business rule refuses. */
async function refuseAccepting(person: Person, tasks: number): Promise<string[]> {
  await person.goTo('My tasks');
  const rows = person.page.getByRole('table', { name: 'My tasks' }).getByRole('row');
  const assigned = rows.filter({ hasText: 'Assigned' }).filter({ has: person.page.getByRole('link') });
  await assigned.nth(tasks - 1).waitFor();
  const links = await assigned.getByRole('link').allInnerTexts();
  const numbers = links.slice(0, tasks);
  for (const number of numbers) {
    await person.open('My tasks', number);
    await person.press('Accept', 'Refused by the instance');
    await person.page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
  return numbers;
}

test('what one business rule refused is mended in two clicks', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  await person.connection('Online');
  await refuseAccepting(person, 2);
  await person.goTo('My shifts');
  await person.press('Start shift', 'Sent to the instance');
  await person.goTo('Outbox');
  const group = person.page.getByRole('list', { name: 'Stopped by one cause' }).getByRole('listitem');
  await group.getByText('Stopped by the business rule “Accept only within an open shift”').waitFor();
  await group.getByText('2 × Accept').waitFor();
  await group.getByRole('button', { name: 'Try again all' }).click();
  await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 20_000 }).toBe(3);
  expect(await group.count()).toBe(0);
  expect(await person.effects()).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
    'update wm_task',
    'call wm_task',
  ]);
});

test('by the keyboard alone an entry is found, discarded with what it comes to, and undone', async ({
  laptop,
}) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  const { keyboard } = page;
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await person.connection('Online');
  const [first = '', second = ''] = await refuseAccepting(person, 2);
  await person.workOffline(true);
  await person.goTo('My tasks');
  await page.getByRole('row').filter({ hasText: first }).getByRole('link').first().click();
  await person.button('Add work note').click();
  await page.getByLabel('Work note').fill('Key is with the janitor');
  await person.press('Submit', 'Saved to Outbox');

  await person.goTo('Outbox');
  await person.outbox.filter({ hasText: 'Held' }).waitFor();
  await keyboard.press('ArrowDown');
  await expect.poll(focused).toContain('Try again all');
  await keyboard.press('j');
  await keyboard.press('j');
  await keyboard.press('k');
  await expect.poll(focused).toContain(first);

  await keyboard.press('d');
  const dialog = page.getByRole('dialog', { name: `Discard “Accept” on ${first}?` });
  await dialog.getByRole('row', { name: 'State Accepted Assigned' }).waitFor();
  await dialog.getByText('No longer waits for it: #3').waitFor();
  await keyboard.press('Escape');
  await expect.poll(focused).toContain(first);
  await keyboard.press('d');
  await dialog.getByRole('button', { name: 'Discard' }).focus();
  await keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '1 entry discarded.' }).waitFor({ state: 'attached' });
  await expect.poll(() => person.outbox.filter({ hasText: 'Held' }).count()).toBe(0);
  await expect.poll(focused).toContain(second);

  const discarded = page.getByRole('list', { name: 'Discarded' }).getByRole('listitem');
  await discarded.filter({ hasText: first }).waitFor();
  for (let at = 0; at < 2; at++) await keyboard.press('ArrowDown');
  await expect.poll(focused).toContain('can be undone until');
  await keyboard.press('u');
  await expect.poll(() => person.outbox.filter({ hasText: 'Held' }).count()).toBe(1);
  expect(await discarded.count()).toBe(0);

  await page.getByRole('button', { name: /waits for #/ }).click();
  await expect.poll(focused).toContain(first);
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: first }).waitFor();
  await person.shows('State', 'Accepted');
});

/** Notes on one task after the other, without a connection; then weeks go by. */
async function notesOfWeeksAgo(laptop: Laptop, notes: number): Promise<Person> {
  const app = await laptop.open();
  const person = new Person(app);
  const { page } = person;
  await person.connection('Online');
  await person.workOffline(true);
  for (let at = 0; at < notes; at++) {
    await person.goTo('My tasks');
    await page
      .getByRole('table', { name: 'My tasks' })
      .getByRole('row')
      .nth(1 + (at % 5))
      .getByRole('link')
      .first()
      .click();
    await person.button('Add work note').click();
    await page.getByLabel('Work note').fill(`Note ${at}`);
    await person.press('Submit', 'Saved to Outbox');
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
  }
  await app.close();
  letAge(laptop.data, 34);
  return new Person(await laptop.open());
}

test('what has waited for weeks is not sent before the person says so, once for all of it', async ({
  laptop,
}) => {
  const person = await notesOfWeeksAgo(laptop, 7);
  const { page } = person;
  const { keyboard } = page;
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await expect.poll(() => page.getByRole('switch', { name: 'Work offline' }).isChecked()).toBe(true);
  await person.workOffline(false);
  await person.goTo('Outbox');
  const group = page.getByRole('list', { name: 'Stopped by one cause' }).getByRole('listitem');
  await group
    .getByRole('heading', { name: '7 actions were entered more than 14 days ago and still wait to be sent' })
    .waitFor();
  await group.getByText('Send them still?').waitFor();
  expect(await person.effects()).toEqual([]);

  await group.getByRole('button', { name: 'Show all' }).click();
  const asked = person.outbox.filter({ hasText: 'Entered 34 days ago, and not sent since. Send it still?' });
  await expect.poll(() => asked.count()).toBe(7);
  expect(await asked.filter({ hasText: 'Held' }).count()).toBe(7);
  expect(await problemsInAnyLight(page)).toEqual([]);

  await asked.nth(2).getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { name: /^6 actions were entered/ }).waitFor();
  await group.getByRole('button', { name: 'Send all' }).focus();
  await expect.poll(focused).toContain('Send all');
  await keyboard.press('Escape');
  await keyboard.press('s');
  await page.getByText('Everything is sent').waitFor();
  expect(await asked.count()).toBe(0);
  const sent = await person.fields();
  expect(sent('note wm_task').map(({ work_notes }) => work_notes)).toEqual(
    [0, 1, 3, 4, 5, 6].map((at) => `Note ${at}`),
  );
});

/** Somebody else gives a task to another person, at the instance itself. */
async function assignElsewhere(demo: string, number: string, userName: string): Promise<void> {
  const headers = {
    authorization: `Basic ${btoa('admin:admin')}`,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const first = async (query: string) => {
    const answer = await fetch(`${demo}/api/now/table/${query}&sysparm_limit=1`, { headers });
    const { result } = (await answer.json()) as { result: { sys_id: string }[] };
    return result[0]?.sys_id ?? '';
  };
  const task = await first(`wm_task?sysparm_query=number=${number}`);
  const assigned_to = await first(`sys_user?sysparm_query=user_name=${userName}`);
  await fetch(`${demo}/api/now/table/wm_task/${task}`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({ assigned_to }),
  });
}

test('what somebody else changed meanwhile is compared side by side, and the person chooses', async ({
  laptop,
}) => {
  const app = await laptop.open();
  const person = new Person(app);
  const { page } = person;
  await person.connection('Online');
  await person.workOffline(true);
  const number = await person.open('All open tasks', 'Pending Dispatch');
  await person.button('Assign').click();
  await page.getByRole('combobox', { name: 'Assigned to' }).fill('whit');
  await page.getByRole('option', { name: /Dana Whitlock/ }).click();
  await person.press('Submit', 'Saved to Outbox');
  await assignElsewhere(app.demo, number, 'technician');
  await person.workOffline(false);

  await person.goTo('Outbox');
  const entry = person.outbox.filter({ hasText: 'Conflict' });
  await entry.getByText(/changed Assigned to meanwhile/).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog', { name: `Compare both sides of ${number}` });
  const mine = dialog.getByRole('radio', { name: 'Assigned to, yours: Dana Whitlock' });
  await mine.waitFor();
  expect(await problemsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send' }).focus();
  await dialog.getByText('One field is left to choose').waitFor();
  await mine.check();
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 20_000 }).toBe(1);
  await person.open('All open tasks', number);
  await person.shows('Assigned to', 'Dana Whitlock');
});

test('the Outbox with all that can be in it is accessible, light and dark', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  const found: string[] = [];
  const look = async (what: string) => {
    for (const problem of await problemsInAnyLight(page)) found.push(`${what}: ${problem}`);
  };
  await refuseAccepting(person, 3);
  await person.goTo('My shifts');
  await person.press('Start shift', 'Sent to the instance');
  await person.goTo('Outbox');
  await page.getByRole('list', { name: 'Stopped by one cause' }).waitFor();
  await look('a group, refused and sent');
  await page.keyboard.press('j');
  await look('a group with the focus');
  await page.keyboard.press('j');
  await look('an entry with the focus');
  await page.keyboard.press('d');
  await page.getByRole('dialog').waitFor();
  await look('what a discard comes to');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('list', { name: 'Discarded' }).waitFor();
  await look('discarded');
  await page.getByRole('searchbox', { name: 'Search' }).fill('nothing is called so');
  await page.getByText('Nothing in the Outbox matches').waitFor();
  await look('nothing found');
  expect(found).toEqual([]);
});
