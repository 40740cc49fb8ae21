import { expect, inject } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';
import { holdRedirectPort } from '../support/redirect-port.ts';

test('a person signs in on the page of their instance, in the browser', async ({ laptop }) => {
  await holdRedirectPort();
  const person = new Person(await laptop.open());
  const { page } = person;
  await person.connection('Online');
  await person.goTo('Settings');
  await person.button('Sign out').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await person.button('Sign in with browser').waitFor();
  // Electron's host opens the browser of the system, which no journey can drive.
  if (inject('host') === 'electron') return;
  const [instance] = await Promise.all([
    page.context().waitForEvent('page'),
    person.button('Sign in with browser').click(),
  ]);
  await page.getByText('Go on in your browser').waitFor();
  await instance.getByLabel('User name').fill('supervisor');
  await instance.getByLabel('Password').fill('supervisor');
  await instance.getByRole('button', { name: 'Allow and sign in' }).click();
  await instance.getByRole('heading', { name: 'Back to Outpost' }).waitFor();
  await person.connection('Online');
  await person.goTo('Settings');
  await expect.poll(() => page.getByText('(supervisor)').count()).toBe(1);
});
