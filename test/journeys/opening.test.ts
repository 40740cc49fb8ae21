import { expect } from 'vitest';
import { test } from '../support/outpost.ts';

test('Outpost opens on its demo, signed in, and again after it was closed', async ({ laptop }) => {
  const first = await laptop.open();
  await first.page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(await first.page.title()).toContain('Outpost');
  await first.close();

  const second = await laptop.open();
  await second.page.getByRole('navigation', { name: 'Main' }).waitFor();
  expect(second.demo).toBe(first.demo);
});

test('Outpost opens again after it was killed', async ({ laptop }) => {
  await (await laptop.open()).kill();
  const { page } = await laptop.open();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
});
