import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { EntryGroup, OutboxQuestion, OutboxScreen } from '../../../preload/contract/outbox.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import type { Route } from '../../state/route.svelte.ts';
import { Deciding } from './deciding.svelte.ts';
import { Announcer } from './announcer.svelte.ts';

type Wanted = NonNullable<OutboxQuestion>;

const typingPauseMs = 150;
/** Lines that the screen can be asked to show of each kind. */
const mostLines = 1000;

/** What a person did and what became of it, with the decisions that are theirs to take. */
export class OutboxModel {
  readonly asked;
  readonly announcer = new Announcer();
  readonly deciding: Deciding;
  /** What stands in the search box. */
  search = $state('');
  /** Causes of large groups whose entries the person wants to see in the list. */
  unfolded = $state.raw<string[]>([]);
  /** Nothing waits, nothing was sent, no discard can be undone, and nothing was searched for. */
  readonly empty = $derived.by(() => this.search.trim() === '' && this.#shown() === 0);
  readonly nothingFound = $derived.by(() => this.search.trim() !== '' && this.#shown() === 0);
  /**
   * Refused entries, when there are several, to be tried again at once. About old ones their own group asks; an unclear one may
   * have been done, so a person looks before each is tried again.
   */
  readonly refused = $derived.by(() => {
    const { groups, waiting } = this.asked.value ?? nothing;
    const together = groups.flatMap(({ state, entries }) => (state === 'refused' ? entries : []));
    const alone = waiting.flatMap(({ seq, state, cause }) =>
      state === 'refused' && groups.every((group) => group.cause !== cause) ? [seq] : [],
    );
    return [...together, ...alone];
  });

  readonly #bridge: Bridge;
  #wanted: Wanted = { search: '', waiting: 100, sent: 20, discarded: 20, unfolded: [] };
  #typing: ReturnType<typeof setTimeout> | undefined;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.asked = new Asked(async (wanted: Wanted) => {
      const answer = await bridge.ask('outbox.get', wanted);
      if (answer.ok) this.announcer.follow(answer.value);
      return answer;
    });
    this.deciding = new Deciding(bridge, route, this.announcer, () => {
      this.asked.again();
    });
  }

  open(): () => void {
    void this.asked.ask(this.#wanted);
    const again = (): void => {
      this.asked.again();
    };
    const stop = listen(this.#bridge, { 'outbox.changed': again, 'definition.changed': again });
    return () => {
      clearTimeout(this.#typing);
      stop();
    };
  }

  /** The person typed in the search box. Main is asked when the typing pauses. */
  seek(search: string): void {
    this.search = search;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => {
      void this.#show({ search: search.trim() });
    }, typingPauseMs);
  }

  /** Twice as many lines of a kind. */
  more(kind: 'waiting' | 'sent' | 'discarded'): void {
    if (!this.asked.busy) void this.#show({ [kind]: Math.min(mostLines, this.#wanted[kind] * 2) });
  }

  /** Whether `more` has more to show. */
  canShowMore(kind: 'waiting' | 'sent' | 'discarded'): boolean {
    return (this.asked.value?.[kind].length ?? 0) < mostLines;
  }

  isUnfolded({ cause }: EntryGroup): boolean {
    return this.unfolded.includes(cause);
  }

  unfold({ cause }: EntryGroup): Promise<void> {
    this.unfolded = [...this.unfolded, cause];
    return this.#show({ unfolded: this.unfolded });
  }

  fold({ cause }: EntryGroup): Promise<void> {
    this.unfolded = this.unfolded.filter((one) => one !== cause);
    return this.#show({ unfolded: this.unfolded });
  }

  /** Makes sure that an entry is among the lines shown. */
  async find(seq: number): Promise<void> {
    const isThere = (): boolean => this.asked.value?.waiting.some((line) => line.seq === seq) === true;
    if (isThere()) return;
    if (this.search !== '') {
      this.search = '';
      await this.#show({ search: '' });
    }
    const group = this.asked.value?.groups.find(({ folded, entries }) => folded && entries.includes(seq));
    if (group) await this.unfold(group);
  }

  #show(change: Partial<Wanted>): Promise<void> {
    this.#wanted = { ...this.#wanted, ...change };
    return this.asked.ask(this.#wanted);
  }

  #shown(): number {
    const { waiting, groups, sent, discarded } = this.asked.value ?? nothing;
    return waiting.length + groups.length + sent.length + discarded.length;
  }
}

const nothing: Pick<OutboxScreen, 'waiting' | 'groups' | 'sent' | 'discarded'> = {
  waiting: [],
  groups: [],
  sent: [],
  discarded: [],
};
