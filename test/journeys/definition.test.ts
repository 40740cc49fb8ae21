import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

const demo = join(import.meta.dirname, '../../demo/definition.json');

test('a definition is loaded from a file on the Settings screen, a broken one is refused with its problems, and the way back is a button', async ({
  laptop,
}) => {
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  await person.goTo('Settings');
  await page.getByText('The instance, /api/x_outpost/v1/definition').waitFor();
  const load = (name: string, text: string) =>
    page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  const good = await readFile(demo, 'utf8');
  await load('broken.json', good.replace('"label": "My tasks"', '"label": ""'));
  await page.getByText('A newer definition was refused; this one stays in force').waitFor();
  await page.getByText(/lists\[0\]\.label: must not be empty/).waitFor();
  await load('own.json', good.replace('"label": "My tasks"', '"label": "What I do"'));
  await page.getByText('The file own.json').waitFor();
  await expect.poll(() => page.getByText(/must not be empty/).count()).toBe(0);
  await person.goTo('What I do');
  await person.goTo('Settings');
  await person.button('Back to the instance’s').click();
  await page.getByText('The instance, /api/x_outpost/v1/definition').waitFor();
  const place = page.getByLabel('Place on the instance');
  await place.fill('acme/app');
  await place.press('Enter');
  await page.getByText('A place on the instance begins with /api/.').waitFor();
  await place.fill('/api/x_outpost/v1/definition?for=dispatchers');
  await person.button('Load from there').click();
  await page.getByText('The instance, /api/x_outpost/v1/definition?for=dispatchers').waitFor();
  await person.goTo('My tasks');
});
