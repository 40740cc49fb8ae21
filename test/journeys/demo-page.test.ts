import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, testDemo } from '../demo/ask.ts';
import { problemsInAnyLight } from '../support/accessible.ts';
import { openBrowser } from '../support/browser.ts';

const TASK = idOf('wm_task 0');

/** The demo's own page, which needs a browser and no app: where the journeys go through Electron, there is none. */
describe.skipIf(inject('chromium') === '')('The page of the demo instance', () => {
  let browser: Browser;
  let demo: Demo;
  let page: Page;
  beforeAll(async () => {
    browser = await openBrowser(inject('chromium'));
    demo = await testDemo({ tasks: 60 });
    page = await (await browser.newContext({ viewport: { width: 1000, height: 640 } })).newPage();
  });
  afterAll(async () => {
    await browser.close();
    await demo.close();
  });

  /** Goes on with the Tab key until that is where the keyboard is. */
  async function tabTo(name: string): Promise<void> {
    for (let steps = 0; steps < 120; steps += 1) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const focused = document.activeElement as HTMLInputElement | null;
        const label =
          focused?.labels?.[0]?.textContent ??
          focused?.getAttribute('aria-labelledby') ??
          focused?.textContent;
        return label?.trim() ?? '';
      });
      if (here.startsWith(name)) return;
    }
    throw new Error(`The keyboard does not get to ${name}`);
  }

  test('ledger and faults: the keyboard is enough, and what happens shows at once', async () => {
    await page.goto(demo.url);
    await tabTo('label-lose-replies');
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'lose-replies', checked: true }).waitFor();
    expect(demo.faults()).toMatchObject([{ name: 'lose-replies', times: null }]);
    await page.keyboard.press('Space');
    await page.getByRole('switch', { name: 'lose-replies', checked: false }).waitFor();
    expect(demo.faults()).toEqual([]);

    await page.locator('#how-edit-elsewhere summary').focus();
    await page.keyboard.press('Enter');
    await tabTo('How often');
    await page.keyboard.type('1');
    await tabTo('Fields');
    await page.keyboard.type('skills=Theirs');
    await tabTo('Switch on');
    // What is typed and not sent yet stays while something else happens.
    await ask(demo, { method: 'PATCH', path: `/api/now/table/wm_task/${TASK}`, body: { skills: 'Ours' } });
    await page.getByRole('row', { name: /update WOT0010001 skills: Ours/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('On, 1 more').waitFor();
    await ask(demo, { path: `/api/now/table/wm_task/${TASK}` });
    await page.getByRole('row', { name: /supervisor update WOT0010001 skills: Theirs/ }).waitFor();
  });

  test('whoever is at an effect stays there while others come, and may skip the list of tables', async () => {
    await ask(demo, { method: 'PATCH', path: `/api/now/table/wm_task/${TASK}`, body: { skills: 'One' } });
    await page.goto(demo.url);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo('WOT0010001');
    const here = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
    const effect = await here();
    await ask(demo, {
      method: 'PATCH',
      path: `/api/now/table/wm_task/${TASK}`,
      body: { skills: 'Two' },
      headers: { 'Idempotency-Key': 'the-key-of-the-request' },
    });
    await page.getByText('key the-key-of-the-request').waitFor();
    expect(effect).toMatch(/^effect-\d+$/);
    expect(await here()).toBe(effect);
  });

  test('a record is changed as somebody else without a mouse', async () => {
    await page.goto(demo.url);
    await tabTo('Work Order Tasks');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Work Order Tasks' }).waitFor();
    await tabTo('WOT0010001');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'WOT0010001' }).waitFor();
    await tabTo('Skills');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('Ladders');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('Changed as Simon Achterberg').waitFor();
    expect(demo.ledger().at(-1)).toMatchObject({ user: 'supervisor', fields: { skills: 'Ladders' } });
  });

  test('every page is accessible, light and dark', async () => {
    const signIn = new URLSearchParams({
      response_type: 'code',
      client_id: 'outpost',
      redirect_uri: 'http://127.0.0.1:8719/signed-in',
      state: '1',
      code_challenge: 'x',
      code_challenge_method: 'S256',
    });
    const pages = ['/', '/demo/tables/wm_task', `/demo/records/wm_task/${TASK}`];
    for (const path of [...pages, `/oauth_auth.do?${signIn.toString()}`]) {
      await page.goto(demo.url + path);
      if (path === '/') for (const summary of await page.locator('summary').all()) await summary.click();
      expect((await problemsInAnyLight(page)).map((problem) => `${path}: ${problem}`)).toEqual([]);
    }
  });
});
