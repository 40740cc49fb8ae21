import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import type { Session } from '../../../preload/contract/session.ts';
import { words } from '../../messages/messages.ts';

/** The inputs a sign-in cannot do without. */
const required = ['instance', 'userName', 'password'] as const;
type Required = (typeof required)[number];

/** Signing in, for the first time or again after the instance forgot the last sign-in. */
export class SignInScreen {
  instance = $state('');
  userName = $state('');
  password = $state('');
  clientId = $state('');
  clientSecret = $state('');
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  errors = $state.raw<Partial<Record<Required, string>>>({});
  problems = $state.raw<string[]>([]);

  readonly #bridge: Bridge;
  readonly #done: (session: Session) => void;

  constructor(bridge: Bridge, session: Session, done: (session: Session) => void) {
    this.#bridge = bridge;
    this.#done = done;
    this.instance = session.account?.instance ?? session.suggestedInstance ?? '';
    this.userName = session.account?.userName ?? '';
    this.problems = session.definitionProblems;
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
