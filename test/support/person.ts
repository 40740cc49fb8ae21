import type { Locator, Page } from 'playwright-core';
import type { RunningApp } from './outpost.ts';

/** What a person does at the screen, by the names that people and screen readers see. */
export class Person {
  readonly page: Page;
  readonly #demo: string;

  constructor({ page, demo }: RunningApp) {
    this.page = page;
    this.#demo = demo;
  }

  async goTo(place: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: place }).click();
    await this.page.getByRole('heading', { level: 1, name: place }).waitFor();
  }

  /** Opens the first record of a list whose row holds these words; answers its number. */
  async open(list: string, words: string): Promise<string> {
    await this.goTo(list);
    const row = this.page
      .getByRole('table', { name: list })
      .getByRole('row')
      .filter({ hasText: words })
      .first();
    const link = row.getByRole('link').first();
    const number = await link.innerText();
    await link.click();
    await this.page.getByRole('heading', { level: 1, name: number }).waitFor();
    return number;
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** Presses an action and waits for the words that tell what became of it. */
  async press(
    name: string,
    outcome: 'Sent to the instance' | 'Saved to Outbox' | 'Refused by the instance',
  ): Promise<void> {
    await this.button(name).click();
    await this.told(outcome);
  }

  async told(outcome: string): Promise<void> {
    await this.page.getByText(outcome).first().waitFor();
  }

  async workOffline(on: boolean): Promise<void> {
    const toggle = this.page.getByRole('switch', { name: 'Work offline' });
    if ((await toggle.isChecked()) !== on) await toggle.click();
    await this.connection(on ? 'Offline' : 'Online');
  }

  /** Waits until the status "Connection" says so. */
  async connection(state: 'Online' | 'Offline' | 'Sign-in needed'): Promise<void> {
    await this.page.getByRole('status', { name: 'Connection' }).getByText(state, { exact: true }).waitFor();
  }

  /** The entries of the Outbox as a person reads them, top to bottom. */
  get outbox(): Locator {
    return this.page.getByRole('list', { name: 'Outbox' }).getByRole('listitem');
  }

  /** Value of a field on the record screen. */
  async shows(field: string, value: string): Promise<void> {
    const term = this.page.locator('dt', { hasText: field });
    await this.page.locator('div', { has: term }).locator('dd', { hasText: value }).first().waitFor();
  }

  /** What the instance really did, in order. */
  async effects(): Promise<string[]> {
    return (await this.#ledger()).map(({ op, table }) => `${op} ${table}`);
  }

  /** What it did of one kind, such as `insert wm_task`: the fields of each. */
  async fields(): Promise<(effect: string) => Record<string, string>[]> {
    const effects = await this.#ledger();
    return (kind) => effects.filter(({ op, table }) => `${op} ${table}` === kind).map(({ fields }) => fields);
  }

  async #ledger(): Promise<{ op: string; table: string; fields: Record<string, string> }[]> {
    const answer = await fetch(`${this.#demo}/demo/ledger`);
    const { effects } = (await answer.json()) as {
      effects: { op: string; table: string; fields: Record<string, string> }[];
    };
    return effects;
  }

  /** Switches a fault of the demo instance on, or off with `times: 0`. */
  async fault(name: string, wish: { times?: number; match?: string; ms?: number } = {}): Promise<void> {
    const body = JSON.stringify({ name, ...wish });
    await fetch(`${this.#demo}/demo/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  }
}
