import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { ListRow } from '../../../preload/contract/records.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import { plansFor, type Plan } from './plans.ts';
import { askPages, type ShownList, type WantedRows } from './pages.ts';
import { Selection } from './selection.svelte.ts';

const firstRows = 50;
const typingPauseMs = 150;

/** One list: its rows from the local database, searched there, as many as the person asked to see. */
export class ListModel {
  readonly asked = new Asked((wanted: WantedRows) => askPages(this.#bridge, this.#id, wanted));
  /** What stands in the search box. */
  search = $state('');
  readonly selection = new Selection();

  readonly #bridge: Bridge;
  readonly #id: string;
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: Bridge, id: string) {
    this.#bridge = bridge;
    this.#id = id;
  }

  // Getters, not `$derived`: those would die with the component that first showed the list, and a list is kept.
  get page(): ShownList | null {
    return this.asked.value;
  }

  get selected(): ListRow[] {
    return this.selection.of(this.page?.rows ?? []);
  }

  /** What can be done with the selected rows. */
  get plans(): Plan[] {
    return plansFor(this.selected, this.page?.columns ?? []);
  }

  /** Why there is nothing to see; null when there is something. */
  get empty(): 'nothing-found' | 'not-yet' | 'empty' | null {
    if (this.page === null || this.page.rows.length > 0) return null;
    if (this.page.search !== '') return 'nothing-found';
    return this.page.asOf === null ? 'not-yet' : 'empty';
  }

  open(): () => void {
    if (this.page === null) this.#show(firstRows);
    else this.asked.again();
    const stop = listen(this.#bridge, {
      'records.changed': ({ tables }) => {
        if (this.page === null || tables.includes(this.page.table)) this.asked.again();
      },
      'definition.changed': () => {
        this.asked.again();
      },
      'connection.changed': () => {
        this.#awaitFirst();
      },
    });
    return () => {
      clearTimeout(this.#typing);
      stop();
    };
  }

  /** The person typed in the search box. Main is asked when the typing pauses. */
  seek(search: string): void {
    this.search = search;
    this.selection.clear();
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      this.#show(firstRows);
    }, typingPauseMs);
  }

  /** Twice as many rows, so that reaching the end of a long list takes few clicks and few questions. */
  more(): void {
    if (this.page?.next != null && !this.asked.busy) this.#show(this.page.rows.length * 2);
  }

  #show(rows: number): void {
    void this.asked.ask({ search: this.search.trim(), rows });
  }

  /** A first download that finds no records changes none; only the connection tells that it is over. */
  #awaitFirst(): void {
    if (this.page?.asOf === null) this.asked.again();
  }
}
