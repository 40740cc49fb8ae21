import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { problemsOf } from '../support/accessible.ts';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

const passphrase = 'correct horse battery';

async function signIn({ page }: Person, name: string): Promise<void> {
  await page.getByLabel('User name').fill(name);
  await page.getByLabel('Password').fill(name);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Presses Tab until the element of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');
  for (let presses = 0; (await focused()) !== name; presses += 1) {
    if (presses > 60) throw new Error(`Tab never comes to ${name}`);
    await page.keyboard.press('Tab');
  }
}

/** Hands the Outbox over by the keyboard alone; answers the file as saved. */
async function handOver({ page }: Person): Promise<Download> {
  const { keyboard } = page;
  await tabTo(page, 'Hand over…');
  await keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Hand the Outbox over' }).waitFor();
  await keyboard.type(passphrase);
  await keyboard.press('Tab');
  await keyboard.type(passphrase);
  const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
  await page.getByText(/^3 actions are in outbox-\d{4}-\d\d-\d\d\.outpost\.$/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  return download;
}

/** Chooses a file in the import dialog and says the passphrase. */
async function importFile({ page }: Person, file: string, words = passphrase): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Import an Outbox' });
  if (!(await dialog.isVisible())) await page.getByRole('button', { name: 'Import…' }).click();
  await dialog.getByLabel('File').setInputFiles(file);
  await dialog.getByLabel('Passphrase').fill(words);
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
}

async function close({ page }: Person, label: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click();
}

// A file is saved and chosen with dialogs of the system in Electron, which no journey can drive.
test.skipIf(inject('host') === 'electron')(
  'a day offline is handed over to another laptop, both send it, and each effect is there once',
  async ({ laptop, otherLaptop }) => {
    const app = await laptop.open();
    const one = new Person(app);
    await one.connection('Online');
    await one.workOffline(true);
    await one.goTo('My shifts');
    await one.press('Start shift', 'Saved to Outbox');
    await one.open('My tasks', 'Assigned');
    await one.press('Accept', 'Saved to Outbox');
    await one.button('Add work note').click();
    await one.page.getByLabel('Work note').fill('Key is with the janitor');
    await one.press('Submit', 'Saved to Outbox');
    await one.goTo('Outbox');
    const download = await handOver(one);
    const file = await download.path();
    expect(readFileSync(file).includes('janitor')).toBe(false);
    const [support] = await Promise.all([
      one.page.waitForEvent('download'),
      one.button('Save for support').click(),
    ]);
    const report = readFileSync(await support.path(), 'utf8');
    expect(report.match(/"what":"handed-over"/g)).toHaveLength(3);
    expect(report).not.toContain('janitor');
    await expect.poll(() => one.outbox.filter({ hasText: 'on another laptop too' }).count()).toBe(3);

    const two = new Person(await otherLaptop.open(app.demo));
    await signIn(two, 'supervisor');
    await two.connection('Online');
    await two.workOffline(true);
    await two.goTo('Outbox');
    await importFile(two, file);
    await two.told('This Outbox belongs to');
    await close(two, 'Cancel');
    await two.goTo('Settings');
    await two.button('Sign out').click();
    await close(two, 'Sign out');
    await signIn(two, 'dispatcher');
    await two.connection('Online');
    await two.workOffline(true);
    await two.goTo('Outbox');

    await importFile(two, file, 'not that one');
    await two.told('This is not the passphrase the file was made with');
    const damaged = join(laptop.data, 'damaged.outpost');
    const bytes = readFileSync(file);
    bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    await importFile(two, damaged);
    await two.told('The file is damaged or not whole');
    expect(await problemsOf(two.page)).toEqual([]);
    await importFile(two, file);
    await two.told('3 actions were imported. They wait in the Outbox, behind what was there.');
    await close(two, 'Close');
    await importFile(two, file);
    await two.told('3 were here already');
    await close(two, 'Close');
    expect(await two.outbox.filter({ hasText: 'on another laptop too' }).count()).toBe(3);
    expect(await two.effects()).toEqual([]);

    const done = ['insert x_outpost_shift', 'update wm_task', 'call wm_task', 'note wm_task'];
    for (const person of [two, one]) {
      await person.workOffline(false);
      await expect.poll(() => person.outbox.filter({ hasText: 'Sent' }).count(), { timeout: 20_000 }).toBe(3);
      expect(await person.effects()).toEqual(done);
    }
  },
);
