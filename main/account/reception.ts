import type { BrowserSignIn, Session, SignIn } from '../../preload/contract/session.ts';
import { beginAuthorization, codeIn } from '../instance/authorization.ts';
import { Failed } from '../instance/failed.ts';
import { awaitRedirect, type Waiting } from '../instance/redirect.ts';
import type { WireTo } from '../instance/wire.ts';
import { Problem } from '../problem.ts';
import type { Services, Signal } from '../services.ts';
import { Account, connectTo } from './account.ts';
import { Register, type RegisteredAccount } from './register.ts';

/** How long a person may take to sign in in the browser. */
const BROWSER_MS = 10 * 60_000;

/** The demo's first download is waited for this long, so that a first start shows lists and not their absence. */
const FIRST_SYNC_MS = 20_000;

/** Who is signed in: opens and closes accounts. */
export class Reception {
  readonly #services: Services;
  readonly #wireTo: WireTo;
  readonly #register: Register;
  #account: Account | null = null;
  #problems: string[] = [];
  /** For a person who signs in by the browser. */
  #waiting: Waiting | null = null;

  constructor(services: Services, wireTo: WireTo) {
    this.#services = services;
    this.#wireTo = wireTo;
    this.#register = new Register(services.folder);
  }

  get account(): Account {
    if (this.#account) return this.#account;
    throw new Problem({ kind: 'signed-out', message: 'Nobody is signed in' });
  }

  get session(): Session {
    const { host, version, suggestedInstance } = this.#services;
    const account = this.#account;
    return {
      host,
      version,
      account: account && {
        instance: account.registered.instance,
        userName: account.registered.userName,
        user: { sys_id: account.user.sys_id, name: account.user.name },
      },
      suggestedInstance: suggestedInstance ?? this.#register.last?.instance ?? null,
      definitionProblems: this.#problems,
    };
  }

  async open(): Promise<void> {
    const { signIn, suggestedInstance } = this.#services;
    const wanted = signIn?.instance ?? suggestedInstance;
    const current = this.#register.current;
    if (current && (wanted === null || current.instance === originOf(wanted))) {
      const way = connectTo(this.#services, this.#wireTo, current);
      this.#account = await Account.open(this.#services, current, this.#register.databaseOf(current), way);
      this.#account?.sync.tryNow();
    }
    if (this.#account || !signIn) return;
    try {
      await this.signIn({ ...signIn, clientId: null, clientSecret: null });
      await this.#firstSync();
    } catch (error) {
      if (!(error instanceof Failed) && !(error instanceof Problem)) throw error;
      this.#services.log.warn(`could not sign in by itself: ${error.message}`);
    }
  }

  async signIn(asked: SignIn): Promise<Session> {
    const instance = originOf(asked.instance);
    const identified = this.#register.identify(instance, asked.userName);
    const way = connectTo(this.#services, this.#wireTo, identified);
    await way.tokens.signIn(asked);
    return this.#enter(identified, way);
  }

  /** The instance says who it was that signed in on its page. */
  async signInByBrowser(asked: BrowserSignIn): Promise<Session> {
    const instance = originOf(asked.instance);
    const client = { clientId: asked.clientId ?? 'outpost', clientSecret: asked.clientSecret };
    this.leaveBrowser();
    const waiting = await awaitRedirect();
    this.#waiting = waiting;
    const cancel = this.#services.time.after(BROWSER_MS, () => {
      waiting.close();
    });
    try {
      const begun = beginAuthorization(instance, client, this.#services.randomBytes);
      this.#services.announce('session.browser', { address: begun.address });
      const code = codeIn(await waiting.query, begun);
      const nobody = connectTo(this.#services, this.#wireTo, this.#register.identify(instance, ''));
      await nobody.tokens.signInByCode(client, code, begun.verifier);
      const identified = this.#register.identify(instance, (await nobody.instance.currentUser()).userName);
      const way = connectTo(this.#services, this.#wireTo, identified);
      await nobody.tokens.handTo(way.tokens);
      nobody.instance.close();
      return await this.#enter(identified, way);
    } finally {
      cancel();
      waiting.close();
    }
  }

  leaveBrowser(): void {
    this.#waiting?.close();
    this.#waiting = null;
  }

  async #enter(identified: RegisteredAccount, way: ReturnType<typeof connectTo>): Promise<Session> {
    if (this.#account?.registered.id === identified.id) {
      this.#account.sync.tryNow();
      return this.#changed();
    }
    await this.close();
    const file = this.#register.databaseOf(identified);
    try {
      this.#account =
        (await Account.open(this.#services, identified, file, way)) ??
        (await Account.create(this.#services, identified, file, way));
    } catch (error) {
      this.#problems = error instanceof Problem ? error.message.split('\n') : [];
      throw error;
    }
    this.#problems = [];
    this.#register.enter(identified);
    this.#account.sync.tryNow();
    return this.#changed();
  }

  async signOut(): Promise<Session> {
    const account = this.#account;
    await this.close();
    await account?.tokens.forget();
    this.#register.leave();
    return this.#changed();
  }

  signal(signal: Signal): void {
    if (signal === 'network-down') this.#account?.sync.networkDown();
    else this.#account?.sync.tryNow();
  }

  async close(): Promise<void> {
    this.leaveBrowser();
    const account = this.#account;
    this.#account = null;
    await account?.close();
  }

  async #firstSync(): Promise<void> {
    let cancel: () => void = () => undefined;
    const late = new Promise<void>((resolve) => {
      cancel = this.#services.time.after(FIRST_SYNC_MS, resolve);
    });
    await Promise.race([this.#account?.sync.request('push', 'pull'), late]);
    cancel();
  }

  #changed(): Session {
    this.#services.announce('session.changed', null);
    return this.session;
  }
}

/** `acme.service-now.com` and `https://acme.service-now.com/nav_to.do` both mean `https://acme.service-now.com`. */
function originOf(typed: string): string {
  const text = typed.trim();
  const address = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || (url.protocol === 'http:' && !isLoopback(url.hostname))) {
    throw new Problem({
      kind: 'invalid-input',
      message: 'The instance is an address such as https://acme.service-now.com',
      inputs: { instance: 'An address such as https://acme.service-now.com' },
    });
  }
  return url.origin;
}

/** Without encryption only on this machine: a password must not cross a network in the open. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
