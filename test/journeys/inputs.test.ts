import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { test } from '../support/outpost.ts';
import { Person } from '../support/person.ts';

test.for([
  ['online', 'Sent to the instance'],
  ['offline', 'Saved to Outbox'],
] as const)('every kind of input is filled in, page by page, %s', async ([where, outcome], { laptop }) => {
  const app = await laptop.open();
  const person = new Person(app);
  const { page } = person;
  await person.connection('Online');
  await person.workOffline(where === 'offline');

  await person.goTo('Work orders');
  await person.button('New work order').click();
  await page.getByLabel('Short description').fill('Pump trips at night');
  await page.getByLabel('Description', { exact: true }).fill('Twice since Monday.\nAlways after ten.');
  await page.getByLabel('Priority').selectOption('2');
  await person.button('Next').click();
  await page.getByRole('combobox', { name: 'Company' }).fill('bri');
  await page.getByRole('option').first().click();
  await page.getByLabel('Plan its first task too').check();
  await person.press('Submit', outcome);

  const number = await person.open('My tasks', 'Accepted');
  await person.press('Start work', outcome);
  await person.button('Site report').click();
  await page.getByRole('textbox', { name: 'Findings' }).fill('The bearing is worn');
  await page.locator('input[type=file]').setInputFiles({
    name: 'bearing.png',
    mimeType: 'image/png',
    buffer: randomBytes(2000),
  });
  await person.button('Remove bearing.png').waitFor();
  await person.button('Next').click();
  expect(await page.getByLabel('What is not safe').count()).toBe(0);
  await page.getByLabel('The site is safe to use').uncheck();
  await page.getByLabel('What is not safe').fill('An open shaft');
  await person.button('Next').click();
  await page.getByLabel('Another visit is needed').check();
  await page.getByLabel(/^Next visit/).fill('2031-05-04');
  await person.press('Submit', outcome);
  await page.getByText('The bearing is worn').first().waitFor();

  await person.button('Close complete').click();
  await page.getByLabel('Closing note').fill('Bearing ordered');
  await page.getByLabel('Minutes worked').fill('45');
  await person.press('Submit', outcome);

  await person.goTo('Work orders');
  await page.getByRole('row').filter({ hasText: 'Pump trips at night' }).getByRole('link').first().click();
  await person.button('New task').click();
  await page.getByLabel('Short description').fill('Second look');
  await page.getByLabel('Scheduled start').fill('2031-05-04T08:00');
  await expect.poll(() => page.getByLabel('Estimated end').inputValue()).toMatch(/^2031-05-04T10:00/);
  await person.press('Submit', outcome);

  await person.workOffline(false);
  await person.goTo('Outbox');
  await page.getByText('Everything is sent').waitFor();
  const fields = await person.fields();
  expect(fields('insert wm_order')).toMatchObject([
    {
      short_description: 'Pump trips at night',
      description: 'Twice since Monday.\nAlways after ten.',
      priority: '2',
    },
  ]);
  expect(fields('insert wm_order')[0]?.['company']).toMatch(/^[0-9a-f]{32}$/);
  expect(fields('insert wm_task').map(({ short_description }) => short_description)).toEqual([
    'Pump trips at night',
    'Second look',
  ]);
  const [, second] = fields('insert wm_task');
  const hours = [second?.['expected_start'], second?.['estimated_end']].map((time) =>
    Date.parse(`${time?.replace(' ', 'T') ?? ''}Z`),
  );
  expect((hours[1] ?? 0) - (hours[0] ?? 0)).toBe(2 * 3_600_000);
  expect(fields('note wm_order').map((note) => note['work_notes'])).toContain(
    `${number}: another visit is needed on 2031-05-04`,
  );
  expect(fields('note wm_task').map((note) => note['comments'])).toContain(
    'Please do not use the site: An open shaft',
  );
  expect(fields('file wm_task')).toHaveLength(1);
  expect(fields('insert task_time_worked')).toMatchObject([{ time_in_seconds: '2700' }]);
});

test('a photo of 20 MB that was attached offline is on its way for everybody to see, and arrives byte for byte after a restart', async ({
  laptop,
}) => {
  const content = randomBytes(20_000_000);
  const first = await laptop.open();
  let person = new Person(first);
  await person.connection('Online');
  await person.workOffline(true);
  await person.open('My tasks', 'Assigned');
  await person.button('Add photos and files').click();
  await person.page.locator('input[type=file]').setInputFiles({
    name: 'pump room.jpg',
    mimeType: 'image/jpeg',
    buffer: content,
  });
  await person.button('Remove pump room.jpg').waitFor();
  await person.press('Submit', 'Saved to Outbox');
  const record = person.page.url().split('/').at(-1) ?? '';
  await first.kill();

  const app = await laptop.open();
  person = new Person(app);
  await person.fault('latency', { ms: 3000, times: 1, match: 'POST /api/now/attachment' });
  await person.page.getByRole('switch', { name: 'Work offline' }).click();
  await person.page.getByText(/Sending “pump room\.jpg”: [\d.]+ MB of 20 MB/).waitFor();
  await person.goTo('Outbox');
  await person.page.getByText('Everything is sent').waitFor();
  expect(await person.effects()).toEqual(['file wm_task']);
  const asked = new URLSearchParams({ sysparm_query: `table_sys_id=${record}`, sysparm_fields: 'hash' });
  const answer = await fetch(`${app.demo}/api/now/attachment?${asked}`, {
    headers: { authorization: `Basic ${btoa('admin:admin')}` },
  });
  const { result } = (await answer.json()) as { result: unknown };
  expect(result).toMatchObject([{ hash: createHash('sha256').update(content).digest('hex') }]);
});
