import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { ComparedField, Comparison, Side } from '../../../preload/contract/conflicts.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import type { EntryLine } from '../../../preload/contract/outbox.ts';

/** An entry in conflict with both its sides, and what a person chooses of each field. */
export class Comparing {
  comparison = $state.raw<Comparison | null>(null);
  /** ISO instant at which the person triggered the action. */
  triggeredAt = $state('');
  choices = $state.raw<Record<string, Side>>({});
  /** It is being sent again. */
  working = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** Fields that a person has to choose about. */
  readonly clashes = $derived.by(() => this.comparison?.fields.filter(({ clash }) => clash) ?? []);
  /** Those without a choice so far. */
  readonly open = $derived.by(() => this.clashes.filter(({ field }) => this.choices[field] === undefined));

  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async begin({ seq, at }: EntryLine): Promise<Failure | null> {
    const answer = await this.#bridge.ask('outbox.compare', { entry: seq });
    if (!answer.ok) return answer.failure;
    this.choices = {};
    this.triggeredAt = at;
    this.failure = null;
    this.comparison = answer.value;
    return null;
  }

  choose({ field }: ComparedField, side: Side): void {
    this.choices = { ...this.choices, [field]: side };
  }

  chooseAll(side: Side): void {
    this.choices = Object.fromEntries(this.clashes.map(({ field }) => [field, side]));
  }

  close(): void {
    this.comparison = null;
  }

  /** Sends the entry again as it was chosen. Returns whether that came about. */
  async resolve(): Promise<boolean> {
    const { comparison } = this;
    if (comparison === null || this.working || this.open.length > 0) return false;
    this.working = true;
    const answer = await this.#bridge.ask('outbox.resolve', {
      entry: comparison.entry,
      choices: this.choices,
    });
    this.working = false;
    this.failure = answer.ok ? null : answer.failure;
    if (answer.ok) this.close();
    return answer.ok;
  }
}
