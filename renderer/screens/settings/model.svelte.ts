import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import { words } from '../../messages/messages.ts';
import type { Route } from '../../state/route.svelte.ts';

/** Who works where with what: the account, the definition in force and what is kept on this laptop. */
export class SettingsModel {
  readonly asked;
  readonly clock;
  /** A dialog asks whether to sign out. */
  signingOut = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #bridge: Bridge;
  readonly #route: Route;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.#route = route;
    this.asked = new Asked(() => bridge.ask('settings.get', null));
    this.clock = new Asked(() => bridge.ask('clock.get', null));
  }

  open(): () => void {
    void this.asked.ask(null);
    void this.clock.ask(null);
    const again = (): void => {
      this.asked.again();
      this.clock.again();
    };
    return listen(this.#bridge, {
      'records.changed': again,
      'definition.changed': again,
      'connection.changed': again,
      'session.changed': again,
    });
  }

  /** Takes the definition from a file; what is wrong with it is told with the definition in force. */
  async loadDefinition(file: File): Promise<void> {
    const answer = await this.#bridge.ask('definition.load', { name: file.name, text: await file.text() });
    this.failure = answer.ok ? null : answer.failure;
  }

  /** Takes it from a place on the instance. Returns what is wrong with the place as it was typed; null when nothing is. */
  async loadFrom(place: string): Promise<string | null> {
    const path = place.trim();
    if (!path.startsWith('/api/')) return words.settings.placeWrong;
    const answer = await this.#bridge.ask('definition.from', { path });
    this.failure = answer.ok ? null : answer.failure;
    return null;
  }

  async leaveFile(): Promise<void> {
    const answer = await this.#bridge.ask('definition.leaveFile', null);
    this.failure = answer.ok ? null : answer.failure;
  }

  /** The next sign-in, of whomever, begins at the start. */
  async signOut(): Promise<void> {
    this.signingOut = false;
    const answer = await this.#bridge.ask('session.signOut', null);
    this.failure = answer.ok ? null : answer.failure;
    if (answer.ok) this.#route.go({ screen: 'start' });
  }
}
