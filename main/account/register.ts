import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** An account is one user on one instance; each has a folder and a database of its own, which nobody else sees. */
const account = z.object({ id: z.string(), instance: z.string(), userName: z.string() });
export type RegisteredAccount = z.output<typeof account>;

const content = z.object({ current: z.string().nullable(), accounts: z.array(account) });
type Content = z.output<typeof content>;

/** The accounts that have worked on this laptop, and the one that is signed in: `accounts.json` in the data folder. */
export class Register {
  readonly #folder: string;
  #content: Content;

  /** Throws when `accounts.json` is there and cannot be read: guessing would hide somebody's waiting work. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#content = this.#read();
  }

  /** The signed-in account; null when nobody is. */
  get current(): RegisteredAccount | null {
    return this.#content.accounts.find(({ id }) => id === this.#content.current) ?? null;
  }

  /** The account used last, signed in or not: what the sign-in form starts with. */
  get last(): RegisteredAccount | null {
    return this.#content.accounts.at(-1) ?? null;
  }

  /**
   * The account of a user on an instance, registered or not: the same two always give the same one, however the name is
   * capitalised, because an instance takes `Dispatcher` and `dispatcher` for one user.
   */
  identify(instance: string, userName: string): RegisteredAccount {
    const here = this.#content.accounts.filter((known) => known.instance === instance);
    const known =
      here.find((one) => one.userName === userName) ??
      here.find((one) => nameOf(one.userName) === nameOf(userName));
    return { id: known?.id ?? idOf(instance, userName), instance, userName };
  }

  /** Makes an account the current one, registering it when it is new. */
  enter(entered: RegisteredAccount): void {
    const others = this.#content.accounts.filter(({ id }) => id !== entered.id);
    this.#write({ current: entered.id, accounts: [...others, entered] });
  }

  /** Nobody is signed in any more; the accounts and what they hold stay. */
  leave(): void {
    this.#write({ ...this.#content, current: null });
  }

  /** Where an account's database is. */
  databaseOf({ id }: RegisteredAccount): string {
    return join(this.#folder, 'accounts', id, 'outpost.db');
  }

  #read(): Content {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
        return { current: null, accounts: [] };
      throw error;
    }
    const parsed = content.safeParse(JSON.parse(text));
    if (!parsed.success) throw new Error(`${this.#file} cannot be read: ${z.prettifyError(parsed.error)}`);
    return parsed.data;
  }

  /** Whole or not at all: written beside the old file, flushed, and put in its place. */
  #write(next: Content): void {
    const beside = `${this.#file}.new`;
    const handle = openSync(beside, 'w', 0o600);
    writeSync(handle, JSON.stringify(next, null, 2));
    fsyncSync(handle);
    closeSync(handle);
    renameSync(beside, this.#file);
    this.#content = next;
  }

  get #file(): string {
    return join(this.#folder, 'accounts.json');
  }
}

/** A user name as an instance compares it. */
function nameOf(userName: string): string {
  return userName.normalize('NFC').toLowerCase();
}

function idOf(instance: string, userName: string): string {
  return createHash('sha256')
    .update(`${instance}\n${nameOf(userName)}`)
    .digest('hex')
    .slice(0, 16);
}
