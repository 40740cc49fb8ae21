import AxeBuilder from '@axe-core/playwright';
import { expect, inject } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`every screen is accessible, ${colorScheme}`, async ({ laptop }) => {
    const person = new Person(await laptop.open());
    const { page } = person;
    await page.emulateMedia({ colorScheme });
    await person.connection('Online');
    const found: string[] = [];
    const look = async (screen: string) => {
      // axe opens a page of its own to work in, which Electron does not have; there it stays in this one.
      const axe = new AxeBuilder({ page }).setLegacyMode(inject('host') === 'electron');
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations) {
        found.push(...nodes.map((node) => `${screen}: ${id}: ${String(node.target)}`));
      }
    };

    await person.goTo('My tasks');
    await look('list');
    await person.open('My tasks', 'Assigned');
    await look('record');
    await person.press('Accept', 'Refused by the instance');
    await look('record with a refusal');
    await person.button('Assign').click();
    await page.getByRole('combobox', { name: 'Assigned to' }).fill('a');
    await page.getByRole('option').first().waitFor();
    await look('form');
    await page.keyboard.press('Escape');
    await person.button('Cancel').click();
    const leave = page.getByRole('dialog').getByRole('button', { name: /leave|discard/i });
    if (await leave.isVisible()) await leave.click();
    await person.goTo('Outbox');
    await look('Outbox');
    await person.outbox.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor();
    await look('confirming a discard');
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => person.outbox.count()).toBe(0);
    await look('empty Outbox');
    await person.goTo('My tasks');
    await page.getByRole('table', { name: 'My tasks' }).getByRole('checkbox').nth(1).check();
    await look('list with a row selected');
    await person.goTo('Work orders');
    await person.button('New work order').click();
    await page.getByLabel('Short description').fill('Pump trips');
    await look('first page of a form');
    await person.button('Next').click();
    await look('second page of a form');
    await person.button('Save progress').click();
    await person.goTo('Drafts');
    await look('Drafts');
    await person.open('My tasks', 'Accepted');
    await person.button('Close complete').click();
    await page.getByText('Photos').first().waitFor();
    await look('form with files');
    await person.goTo('Settings');
    await look('Settings');
    await page.getByRole('button', { name: /sign out/i }).click();
    const sure = page.getByRole('dialog').getByRole('button', { name: /sign out/i });
    if (await sure.isVisible()) await sure.click();
    await page.getByLabel('User name').waitFor();
    await look('sign-in');
    expect(found).toEqual([]);
  });
}
