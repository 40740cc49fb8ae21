import type { Connection } from '../../preload/contract/connection.ts';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed } from '../instance/failed.ts';
import { LeaseLost } from '../outbox/lease.ts';
import { countWaiting } from '../outbox/waiting.ts';
import { compareAllAnew } from '../records/datasets.ts';
import { Alarm } from './alarm.ts';
import { drain } from '../delivery/drain.ts';
import type { Link } from '../link.ts';
import { pullTable } from '../pull/pull.ts';
import { Sender } from '../delivery/sender.ts';
import { Reachability } from './connection.ts';

/** While all is well, the instance is asked this often what has changed. */
const PULL_EVERY_MS = 60_000;

/** `compare`: a pull looks for what pulls before it may have missed as well. */
type Want = 'push' | 'pull' | 'compare';

/**
 * Push, then pull, one at a time, whenever there is reason to and a connection: the orchestrator of everything that goes
 * to the instance. Whatever waits while there is a connection has a timer, so nothing is forgotten (docs/peers.md,
 * row 15).
 */
export class Sync {
  readonly #link: Link;
  readonly #sender: Sender;
  readonly #wants = new Set<Want>();
  readonly #tables = new Set<string>();
  #running: Promise<void> | null = null;
  #stopped = false;
  readonly #reachability: Reachability;
  /** When an entry that has to wait may be tried again (milliseconds); null when none has to. */
  #retryAt: number | null = null;
  #progress: Connection['progress'] = null;
  #lastSync: string | null = null;
  readonly #alarm: Alarm;

  /** From now on this process is the one that sends. `workOffline` is the switch as it was left. */
  constructor(link: Link, workOffline: boolean) {
    this.#link = link;
    this.#alarm = new Alarm(link.time);
    this.#sender = new Sender(link.database, link.time);
    this.#reachability = new Reachability(workOffline);
  }

  get connection(): Connection {
    return {
      state: this.#reachability.state(this.#progress !== null),
      workOffline: this.#reachability.workOffline,
      waiting: countWaiting(this.#link.database).waiting,
      progress: this.#progress,
      lastSync: this.#lastSync,
      reason: this.#reachability.reason,
    };
  }

  /** True when what is triggered now will be sent now. */
  get online(): boolean {
    return this.#reachability.open;
  }

  /** Sends what waits (and with `pull` fetches what changed); resolves when there is nothing left to do for now. */
  request(...wants: Want[]): Promise<void> {
    for (const want of wants) this.#wants.add(want);
    if (this.#stopped || this.#reachability.workOffline) return Promise.resolve();
    this.#running ??= this.#work().finally(() => {
      this.#running = null;
      this.#link.connectionChanged();
      // Asked for after the work had looked for the last time: it must not wait for the next timer.
      if (this.#wants.size > 0 && this.#goesOn()) void this.request();
    });
    return this.#running;
  }

  /** The person flips "Work offline". Switching it off tries at once. */
  setWorkOffline(on: boolean): void {
    this.#reachability.workOffline = on;
    this.#alarm.cancel();
    if (on) this.#reachability.reason = 'You are working offline';
    this.#link.connectionChanged();
    if (!on) this.tryNow();
  }

  /** Something says that a try is worth while now: the network came up, the laptop woke, a person asks. */
  tryNow(...more: Want[]): void {
    this.#reachability.hope();
    void this.request('push', 'pull', ...more);
  }

  /** The system says that there is no network. Nothing is tried until it is back or a timer comes round. */
  networkDown(): void {
    this.#lost({ kind: 'not-delivered', message: 'This laptop has no network' });
  }

  /** Tells how far the upload of a file has come; to be called by the drain. */
  showUpload(name: string, sent: number, size: number): void {
    this.#show({ what: 'upload', name, done: sent, total: size });
  }

  /** Stops for good and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#alarm.cancel();
    this.#sender.stragglers.clear();
    this.#reachability.close('Outpost is closing');
    this.#link.connectionChanged();
    await this.#running;
  }

  async #work(): Promise<void> {
    while (this.#wants.size > 0 && this.#goesOn()) {
      const wants = new Set(this.#wants);
      this.#wants.clear();
      try {
        await this.#link.instance.reach(this.#link.catalog().user.sys_id);
        this.#found();
        if (!(await this.#push())) return;
        if (wants.has('pull')) await this.#pull(wants.has('compare'));
      } catch (error) {
        this.#failed(error);
        return;
      }
    }
    if (!this.#goesOn()) return;
    const wait = this.#retryAt === null ? PULL_EVERY_MS : this.#retryAt - this.#link.time.now();
    this.#schedule(Math.min(PULL_EVERY_MS, Math.max(0, wait)));
  }

  /** Drains the Outbox. Returns false when the connection is gone. */
  async #push(): Promise<boolean> {
    if (countWaiting(this.#link.database).waiting === 0) return true;
    this.#show({ what: 'push', name: null, done: 0, total: null });
    const failure = await this.#drain();
    this.#show(null);
    if (failure !== null) this.#lost(failure);
    if (failure !== null || !this.#goesOn()) return false;
    if (this.#tables.size > 0) await this.#pullTables([...this.#tables]);
    return true;
  }

  /** Returns why it stopped, when that concerns everything. An entry that has to wait keeps nothing else from going on. */
  async #drain(): Promise<InstanceFailure | null> {
    const { affects, failure, retryAt } = await drain(this.#link, this.#sender, () => this.#goesOn());
    for (const table of affects) this.#tables.add(table);
    this.#retryAt = retryAt;
    // What the instance cannot do now, it says itself: there is a connection.
    return failure?.kind === 'retry-later' ? null : failure;
  }

  async #pull(compares: boolean): Promise<void> {
    if (compares) this.#link.database.transaction(compareAllAnew);
    await this.#link.refreshDefinition();
    await this.#pullTables([...this.#link.catalog().tables.keys()]);
    this.#lastSync = new Date(this.#link.time.now()).toISOString();
  }

  async #pullTables(names: string[]): Promise<void> {
    for (const name of names) {
      const table = this.#link.catalog().tables.get(name);
      if (!table) continue;
      await pullTable(this.#link, table, async ({ done, total }) => {
        this.#show({ what: 'pull', name: table.label, done, total });
        if (!this.#goesOn()) throw new Failed({ kind: 'not-delivered', message: 'You are working offline' });
        // What a person triggers during a long download does not wait for its end.
        if (!this.#wants.delete('push')) return;
        const failure = await this.#drain();
        if (failure !== null) throw new Failed(failure);
      });
      this.#tables.delete(name);
    }
    this.#show(null);
  }

  #goesOn(): boolean {
    return !this.#stopped && !this.#reachability.workOffline;
  }

  #found(): void {
    if (this.#stopped) return;
    this.#reachability.found();
    this.#link.connectionChanged();
  }

  #failed(error: unknown): void {
    if (error instanceof Failed) {
      this.#lost(error.failure);
      return;
    }
    if (error instanceof LeaseLost) {
      this.#stopped = true;
      this.#reachability.close(error.message);
    }
    this.#link.log.error(`sync: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    this.#progress = null;
    this.#schedule(PULL_EVERY_MS);
  }

  #lost(failure: InstanceFailure): void {
    this.#progress = null;
    if (this.#stopped) return;
    this.#sender.careful = true;
    this.#schedule(this.#reachability.lost(failure, this.#link.random));
    this.#link.connectionChanged();
  }

  /** Comes back after `ms` for everything, so what was wanted until now is taken care of. */
  #schedule(ms: number): void {
    this.#alarm.cancel();
    this.#wants.clear();
    if (!this.#goesOn() || this.#reachability.signInNeeded) return;
    this.#alarm.set(ms, () => void this.request('push', 'pull'));
  }

  #show(progress: Connection['progress']): void {
    this.#progress = progress;
    this.#link.connectionChanged();
  }
}
