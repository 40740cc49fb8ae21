import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Connection } from '../../../preload/contract/connection.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import { ListModel } from '../list/model.svelte.ts';

/** What is around every screen: where one can go, and how the connection stands. */
export class ShellModel {
  readonly navigation;
  readonly connection;
  readonly clock;

  readonly #bridge: Bridge;
  /** Lists stay as they were left, so that coming back to one shows its rows, search and place at once. */
  readonly #lists: Record<string, ListModel> = {};

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    this.navigation = new Asked(() => bridge.ask('navigation.get', null));
    this.connection = new Asked(() => bridge.ask('connection.get', null));
    this.clock = new Asked(() => bridge.ask('clock.get', null));
  }

  open(): () => void {
    void this.navigation.ask(null);
    void this.connection.ask(null);
    void this.clock.ask(null);
    return listen(this.#bridge, {
      'definition.changed': () => {
        this.navigation.again();
      },
      'outbox.changed': () => {
        this.navigation.again();
      },
      'drafts.changed': () => {
        this.navigation.again();
      },
      'connection.changed': () => {
        this.connection.again();
        this.clock.again();
      },
    });
  }

  list(id: string): ListModel {
    return (this.#lists[id] ??= new ListModel(this.#bridge, id));
  }

  async workOffline(on: boolean): Promise<void> {
    this.#take(await this.#bridge.ask('connection.workOffline', { on }));
  }

  async sync(): Promise<void> {
    this.#take(await this.#bridge.ask('connection.sync', null));
  }

  #take(answer: Answer<Connection>): void {
    if (answer.ok) this.connection.take(answer.value);
    else this.connection.failure = answer.failure;
  }
}
