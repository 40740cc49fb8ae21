import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Answer, Failure } from '../../../preload/contract/failure.ts';
import type { Session } from '../../../preload/contract/session.ts';
import { words } from '../../messages/messages.ts';

/** The inputs a sign-in cannot do without. */
const required = ['instance', 'userName', 'password'] as const;
type Required = (typeof required)[number];

/** Signing in, for the first time or again after the instance forgot the last sign-in. */
export class SignInModel {
  instance = $state('');
  userName = $state('');
  password = $state('');
  clientId = $state('');
  clientSecret = $state('');
  busy = $state(false);
  /** The instance's page that the person signs in on; null while they do not. */
  page = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  errors = $state.raw<Partial<Record<Required, string>>>({});
  problems = $state.raw<string[]>([]);

  readonly #bridge: Bridge;
  readonly #host: Session['host'];
  readonly #done: (session: Session) => void;

  constructor(bridge: Bridge, session: Session, done: (session: Session) => void) {
    this.#bridge = bridge;
    this.#host = session.host;
    this.#done = done;
    this.instance = session.account?.instance ?? session.suggestedInstance ?? '';
    this.userName = session.account?.userName ?? '';
    this.problems = session.definitionProblems;
  }

  /**
   * By the instance's own page. In the web host the window opens it; Electron's host does so itself. `open` returns whether
   * the browser let it.
   */
  async submitByBrowser(open: (address: string) => void): Promise<void> {
    this.errors =
      this.instance.trim() === '' ? { instance: words.signIn.missing(words.signIn.instance) } : {};
    if (this.busy || this.errors.instance !== undefined) return;
    this.busy = true;
    const stop = this.#bridge.on('session.browser', ({ address }) => {
      this.page = address;
      if (this.#host === 'web') open(address);
    });
    const answer = await this.#bridge.ask('session.signInByBrowser', {
      instance: this.instance.trim(),
      clientId: this.clientId.trim() || null,
      clientSecret: this.clientSecret || null,
    });
    stop();
    this.page = null;
    this.#take(answer);
  }

  async leaveBrowser(): Promise<void> {
    await this.#bridge.ask('session.leaveBrowser', null);
  }

  async submit(): Promise<void> {
    this.errors = this.#missing();
    if (this.busy || Object.keys(this.errors).length > 0) return;
    this.busy = true;
    const answer = await this.#bridge.ask('session.signIn', {
      instance: this.instance.trim(),
      userName: this.userName.trim(),
      password: this.password,
      clientId: this.clientId.trim() || null,
      clientSecret: this.clientSecret || null,
    });
    this.#take(answer);
  }

  #take(answer: Answer<Session>): void {
    this.busy = false;
    this.failure = answer.ok ? null : answer.failure;
    if (!answer.ok) return;
    this.problems = answer.value.definitionProblems;
    if (answer.value.account !== null) this.password = '';
    this.#done(answer.value);
  }

  #missing(): Partial<Record<Required, string>> {
    const empty = required.filter((name) => this[name].trim() === '');
    return Object.fromEntries(empty.map((name) => [name, words.signIn.missing(words.signIn[name])]));
  }
}
