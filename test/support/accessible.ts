import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** What axe finds wrong with a page as it is now: the rule and the element of each. */
export async function problemsOf(page: Page): Promise<string[]> {
  // The other way opens a page of axe's own each time, for the sake of frames: ours has none, and Electron no further page.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`));
}

/** The same in both colour schemes. It is left in the light one. */
export async function problemsInAnyLight(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await problemsOf(page)).map((problem) => `${colorScheme}: ${problem}`));
  }
  return found;
}
