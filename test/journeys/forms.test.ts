import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, inject } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

const photo = { name: 'pump room.jpg', mimeType: 'image/jpeg', buffer: randomBytes(3_000_000) };

test('a form with a photo is kept as a draft through a restart, resumed and sent', async ({ laptop }) => {
  const first = await laptop.open();
  let person = new Person(first);
  await person.connection('Online');
  const number = await person.open('My tasks', 'Accepted');
  await person.button('Close complete').click();
  await person.page.getByLabel('Closing note').fill('Fan replaced');
  await person.page.getByLabel('Minutes worked').fill('45');
  await person.page.locator('input[type=file]').setInputFiles(photo);
  await person.button('Remove pump room.jpg').waitFor();
  await person.button('Save progress').click();
  await person.page.getByText(/Saved on this laptop/).waitFor();
  await first.kill();

  person = new Person(await laptop.open());
  await person.goTo('Drafts');
  const draft = person.page.getByRole('list', { name: 'Drafts' }).getByRole('listitem');
  expect(await draft.innerText()).toContain(number);
  await draft.getByText('Resume').click();
  await expect.poll(() => person.page.getByLabel('Closing note').inputValue()).toBe('Fan replaced');
  await person.page.getByText('pump room.jpg').waitFor();
  await person.press('Submit', 'Sent to the instance');
  expect(await person.effects()).toEqual([
    'update wm_task',
    'insert task_time_worked',
    'file wm_task',
    'call wm_task',
  ]);
  await person.goTo('Drafts');
  await person.page.getByText('No drafts').waitFor();
});

test('a refused entry is edited in a draft through a restart, and a draft of a discarded one is not lost', async ({
  laptop,
}) => {
  const first = await laptop.open();
  let person = new Person(first);
  await person.connection('Online');
  await person.workOffline(true);
  const number = await person.open('My tasks', 'Accepted');
  await person.button('Close incomplete').click();
  await person.page.getByLabel('What is left to do').fill('A seal');
  await person.press('Submit', 'Saved to Outbox');
  await person.goTo('Outbox');
  await person.outbox.getByRole('button', { name: 'Edit' }).click();
  await person.page.getByText('You are editing entry #1').waitFor();
  await person.page.getByLabel('What is left to do').fill('A seal of the pump');
  await person.button('Save progress').click();
  await person.page.getByText(/Saved on this laptop/).waitFor();
  await first.kill();

  person = new Person(await laptop.open());
  const draft = person.page.getByRole('list', { name: 'Drafts' }).getByRole('listitem');
  await person.goTo('Drafts');
  expect(await draft.innerText()).toMatch(new RegExp(`${number}[^]*edits entry #1`, 'u'));
  await draft.getByText('Resume').click();
  await person.page.getByText('You are editing entry #1').waitFor();
  const left = person.page.getByLabel('What is left to do');
  await expect.poll(() => left.inputValue()).toBe('A seal of the pump');
  await left.fill('A seal of the second pump');
  await person.page.getByText(/Saved on this laptop/).waitFor();

  await person.goTo('Outbox');
  await person.outbox.getByRole('button', { name: 'Discard' }).click();
  await person.page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await expect.poll(() => person.outbox.count()).toBe(0);
  await person.goTo('Drafts');
  await draft.getByText('The entry it edits is not in the Outbox any more').waitFor();
  await draft.getByText('Resume').click();
  await person.page.getByText(/submitting makes a new entry/).waitFor();
  await expect.poll(() => left.inputValue()).toBe('A seal of the second pump');
  await person.press('Submit', 'Saved to Outbox');
  await person.workOffline(false);
  await expect.poll(() => person.effects(), { timeout: 20_000 }).toContain('update wm_task');
  await person.goTo('Drafts');
  await person.page.getByText('No drafts').waitFor();
});

test('a form over many rows is kept as a draft, resumed after a restart for the same rows, and gone once they are done', async ({
  laptop,
}) => {
  const first = await laptop.open();
  let person = new Person(first);
  await person.connection('Online');
  await person.goTo('All open tasks');
  const rows = person.page.getByRole('table', { name: 'All open tasks' }).getByRole('row');
  const chosen = rows.filter({ hasText: 'Pending Dispatch' });
  const numbers: string[] = [];
  for (const place of [0, 1]) {
    await chosen.nth(place).getByRole('checkbox').check();
    numbers.push(await chosen.nth(place).getByRole('link').first().innerText());
  }
  await person.button('Assign 2').click();
  await person.page.getByRole('dialog').getByRole('button', { name: 'Fill in the form' }).click();
  await person.page.getByRole('combobox', { name: 'Assigned to' }).fill('Dana');
  await person.page.getByRole('option').first().click();
  await person.button('Save progress').click();
  await person.page.getByText(/Saved on this laptop/).waitFor();
  await first.kill();

  person = new Person(await laptop.open());
  await person.connection('Online');
  await person.goTo('Drafts');
  const draft = person.page.getByRole('list', { name: 'Drafts' }).getByRole('listitem');
  expect(await draft.innerText()).toContain(`For 2 records: ${numbers.join(', ')}`);
  await draft.getByText('Resume').click();
  await person.page.getByText(`For 2 records: ${numbers.join(', ')}`).waitFor();
  await person.button('Submit').click();
  await person.page
    .getByRole('dialog')
    .getByText(/2 sent/)
    .waitFor();
  await person.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  expect((await person.effects()).filter((effect) => effect === 'update wm_task')).toHaveLength(2);
  await person.goTo('Drafts');
  await person.page.getByText('No drafts').waitFor();
});

test.for([
  ['online', 'Sent to the instance', '3 sent to the instance'],
  ['offline', 'Saved to Outbox', '3 saved to Outbox'],
] as const)(
  'many rows are accepted at once, %s: asked once, one entry each, with progress and a summary',
  async ([where, outcome, summary], { laptop }) => {
    const person = new Person(await laptop.open());
    const dialog = person.page.getByRole('dialog');
    await person.connection('Online');
    await person.workOffline(where === 'offline');
    await person.goTo('My shifts');
    await person.press('Start shift', outcome);
    await person.goTo('My tasks');
    const rows = person.page.getByRole('table', { name: 'My tasks' }).getByRole('row');
    for (const place of [0, 1, 2])
      await rows.filter({ hasText: 'Assigned' }).nth(place).getByRole('checkbox').check();
    await person.button('Accept 3').click();
    // Slow enough to see how far it is.
    if (where === 'online')
      await person.fault('latency', { ms: 1000, match: 'PATCH /api/now/table/wm_task' });
    await dialog.getByRole('button', { name: 'Accept 3' }).click();
    if (where === 'online') await dialog.getByText('1 of 3').waitFor();
    await dialog.getByText(summary).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await person.goTo('Outbox');
    const entries = person.outbox.filter({ hasText: 'Accept' });
    expect(await entries.count()).toBe(3);
    if (where === 'offline') await person.workOffline(false);
    await person.page.getByText('Everything is sent').waitFor();
    expect((await person.effects()).filter((effect) => effect === 'update wm_task')).toHaveLength(3);
  },
);

test('offline, an order and its task are made, noted and sent in order', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  await person.workOffline(true);
  await person.goTo('Work orders');
  await person.button('New work order').click();
  await page.getByLabel('Short description').fill('Pump trips at night');
  await person.press('Submit', 'Saved to Outbox');
  await person.goTo('Work orders');
  const row = page.getByRole('row').filter({ hasText: 'Pump trips at night' });
  await row.getByRole('link').first().click();
  await page.getByRole('heading', { level: 1, name: 'New Work Order' }).waitFor();
  await person.button('New task').click();
  await page.getByLabel('Short description').fill('Look at the pump');
  await person.press('Submit', 'Saved to Outbox');
  await person.button('Add work note').click();
  await page.getByLabel('Work note').fill('Ask for the key at the gate');
  await person.press('Submit', 'Saved to Outbox');
  await page.getByText('Ask for the key at the gate').first().waitFor();
  await person.workOffline(false);
  await page.getByRole('heading', { level: 1, name: /^WO\d+$/ }).waitFor();
  await person.goTo('Outbox');
  await page.getByText('Everything is sent').waitFor();
  expect(await person.effects()).toEqual(['insert wm_order', 'insert wm_task', 'note wm_order']);
});

test('an action that is not offered says why, and a rejection asks for its reason', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  await person.connection('Online');
  await person.open('My tasks', 'Assigned');
  await person.button('Start work').hover();
  await person.page.getByText('Only a task that you have accepted can be started').first().waitFor();
  await person.button('Reject').click();
  await person.page.getByLabel('Reason').selectOption('Other');
  await person.button('Submit').click();
  await person.page.getByText('Details is needed').first().waitFor();
  await person.page.getByLabel('Details').fill('On leave that day');
  await person.press('Submit', 'Sent to the instance');
  await person.page.getByText('Rejected: Other. On leave that day').first().waitFor();
  expect(await person.effects()).toEqual(['update wm_task', 'note wm_task']);
});

test('files may be dropped and pasted, and one that is not allowed is named', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  await person.open('My tasks', 'Accepted');
  await person.button('Close complete').click();
  await page.getByLabel('Closing note').fill('Fan replaced');

  // A person drops onto the place for it and pastes anywhere; a page cannot be given real hands, so events stand in.
  await page.locator('input[type=file]').evaluate((input) => {
    const given = new DataTransfer();
    given.items.add(new File(['dropped'], 'dropped.png', { type: 'image/png' }));
    input.parentElement?.dispatchEvent(
      new DragEvent('drop', { dataTransfer: given, bubbles: true, cancelable: true }),
    );
  });
  await page.getByText('dropped.png').waitFor();
  await page.evaluate(() => {
    const given = new DataTransfer();
    given.items.add(new File(['pasted'], 'image.png', { type: 'image/png' }));
    document.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: given, bubbles: true, cancelable: true }),
    );
  });
  await expect.poll(() => page.getByText('6 bytes').count()).toBe(1);
  await page.locator('input[type=file]').setInputFiles({
    name: 'list.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('words'),
  });
  await page
    .getByText(/list\.txt/)
    .first()
    .waitFor();

  await person.press('Submit', 'Sent to the instance');
  expect((await person.effects()).filter((effect) => effect === 'file wm_task')).toHaveLength(2);
});

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('a picture that somebody else attached is shown and saved from the activity stream, then offline too', async ({
  laptop,
}) => {
  const app = await laptop.open();
  const person = new Person(app);
  const { page } = person;
  await person.connection('Online');
  await person.open('My tasks', 'Assigned');
  const record = page.url().split('/').at(-1) ?? '';
  await fetch(
    `${app.demo}/api/now/attachment/file?table_name=wm_task&table_sys_id=${record}&file_name=plan.png`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'image/png' },
      body: new Uint8Array(pixel),
    },
  );
  await person.button('Sync now').click();
  await person.button('Save plan.png').waitFor();
  await person.workOffline(true);
  await person.button('Show plan.png').click();
  await page.getByRole('alert').getByText('Needs a connection').waitFor();
  await person.workOffline(false);
  await person.button('Show plan.png').click();
  await page.getByRole('img', { name: 'plan.png' }).waitFor();
  await person.workOffline(true);
  if (inject('host') === 'electron') return;
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    person.button('Save plan.png').click(),
  ]);
  expect(download.suggestedFilename()).toBe('plan.png');
  expect(readFileSync(await download.path())).toEqual(pixel);
});

test('a photo is taken with the camera and sent', async ({ laptop }) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  await person.open('My tasks', 'Assigned');
  await person.button('Add photos and files').click();
  await person.button('Take a photo').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take the photo' }).click();
  await page.getByText(/Photo .*\.jpg/).waitFor();
  await person.press('Submit', 'Sent to the instance');
  expect(await person.effects()).toEqual(['file wm_task']);
});
