import { mkdirSync } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import type { Instance } from '../../demo/instance.ts';
import type { Rule } from '../../demo/records/rule.ts';
import { operationFailed, Refusal } from '../../demo/refusal.ts';
import { Chance } from '../support/chance.ts';
import { Clock } from './clock.ts';
import { simulatedDefinition } from './definition.ts';
import { makeInstance } from './instance.ts';
import { judgeAsked } from './judge/asked.ts';
import { judgeChanges } from './judge/effects.ts';
import { UnseenJudge } from './judge/unseen.ts';
import { judgeViews } from './judge/views.ts';
import { WireJudge } from './judge/wire.ts';
import { Laptop } from './laptop.ts';
import { hasMoving } from './look.ts';
import { Network } from './network.ts';
import { type Press, pressIn } from './press.ts';
import type { Request } from './request.ts';
import { copyTemplate, type Template, type UserName } from './template.ts';
import { Violation } from './violation.ts';

/** A history that takes more than this goes in circles. */
const MOST_STEPS = 20_000;

/** How a world is from its beginning to its end. */
export interface Conditions {
  /** Milliseconds that the instance's clock is ahead. */
  skew: number;
  /** New records get the sys_id that the client chose. */
  keepsSysIds: boolean;
  /** The requests of a batch are done as they come. */
  batchInOrder: boolean;
  /** There is a second process on the same files now and then. */
  sharesFiles: boolean;
}

/** Everything of one history: one laptop, one instance, the way between them, and what has been pressed. */
export class World {
  readonly clock: Clock;
  readonly chance: Chance;
  /** For what happens in few histories, so that the others are as they would be without it. */
  readonly rare: Chance;
  readonly instance: Instance;
  readonly network: Network;
  readonly laptop: Laptop;
  /** A second process on the same files, which should not be there; null in most histories. */
  readonly twin: Laptop | null;
  readonly wire = new WireJudge();
  readonly unseen = new UnseenJudge();
  readonly presses: Press[] = [];
  /** Records that an access rule hides at the moment. */
  readonly hidden = new Set<string>();
  /** Records that no access rule hides any more. */
  readonly staysShown = new Set<string>();
  /** There were some, so that only a thorough look finds out what the instance has. */
  hasHidden = false;
  /** What somebody else has changed: the record, and the number of the last effect in the ledger by then. */
  readonly edits: { sysId: string; after: number }[] = [];
  readonly trace: string[] = [];
  readonly begun: number;
  /** Presses that a business rule refuses until they are edited, or that the instance fails on each time. */
  readonly stubborn = new Map<number, 'refused' | 'failed'>();
  /** Who is signed in on the laptop, and whether the switch "Work offline" is on; null while that is not known. */
  user: UserName | null = 'dispatcher';
  worksOffline = false;
  signInNeeded = false;
  #mistake: Violation | null = null;

  /** `conditions`: as chance has it when they are not given. */
  constructor(seed: number, template: Template, folder: string, conditions?: Conditions) {
    mkdirSync(folder, { recursive: true });
    copyTemplate(template, folder);
    this.begun = template.now;
    this.clock = new Clock(template.now);
    this.chance = new Chance(seed, 1);
    this.rare = new Chance(seed, 6);
    const ids = new Chance(seed, 2);
    const { skew, keepsSysIds, batchInOrder, sharesFiles } = conditions ?? this.#drawn();
    this.instance = makeInstance({
      definition: simulatedDefinition(false),
      rows: template.rows,
      now: () => this.clock.now + skew,
      newId: ids.hex,
      keepsSysIds,
      batchInOrder,
      more: this.#rules(),
      hidden: this.hidden,
    });
    for (const token of template.tokens) this.instance.tokens.restore(token);
    const note = (line: string) => {
      this.note(line);
    };
    this.network = new Network(this.clock, new Chance(seed, 3), this.instance, {
      sends: (life, request) => {
        const { violation, entries } = this.wire.sends([...life.databases.values()][0], request);
        if (violation) this.fail(violation);
        this.#judgeWrites(request);
        return entries;
      },
      hears: (_life, request, heard) => {
        this.wire.hears(request, heard);
      },
      note,
    });
    this.network.hidesDictionary = true;
    this.network.keepsSysIds = keepsSysIds;
    const around = {
      folder,
      clock: this.clock,
      network: this.network,
      sharesFiles,
      note,
      secrets: new Map(template.secrets),
      mistake: (message: string) => {
        // One of two processes has to give way, and says so; the other may have made the tables anew for another definition.
        if (!sharesFiles || !/lease|no such (?:table|column)|has no column/i.test(message))
          this.fail(new Violation('mistake', `Outpost reports a mistake of its own: ${message}`));
      },
    };
    this.laptop = new Laptop({ ...around, chance: new Chance(seed, 4) });
    this.twin = sharesFiles ? new Laptop({ ...around, chance: new Chance(seed, 5) }) : null;
  }

  /** The database of who is signed in; undefined while nobody is, or Outpost does not run. */
  get database(): Sqlite.Database | undefined {
    const life = this.laptop.life;
    return life ? [...life.databases.values()][0] : undefined;
  }

  note(line: string): void {
    this.trace.push(`${((this.clock.now - this.begun) / 1000).toFixed(3)} ${line}`);
  }

  /** Lets time go on until something holds, or for so many milliseconds. */
  async pass(ms: number, until: () => boolean = () => false): Promise<void> {
    const end = this.clock.now + ms;
    while (!until() && this.clock.left <= end - this.clock.now) {
      await this.clock.step();
      await this.judge();
    }
    if (!until()) this.clock.now = end;
  }

  /** What must hold at every moment: no mistake was made, and what can be sent by itself has somebody who will. */
  async judge(): Promise<void> {
    if (this.clock.steps > MOST_STEPS) throw new Violation('rest', 'it goes on and on without an end');
    if (this.#mistake) throw this.#mistake;
    const { database, laptop } = this;
    const { life } = laptop;
    if (!life || !database || life.asking > 0 || this.clock.count(life) > 0) return;
    // Of two processes one leaves everything to the other.
    if (this.twin || this.worksOffline || !hasMoving(database)) return;
    const answer = await laptop.ask('connection.get', null);
    if (answer?.ok !== true || answer.value.workOffline || answer.value.state === 'sign-in-needed') return;
    throw new Violation('rest', 'something waits in the Outbox, and nothing is scheduled that would send it');
  }

  /** Views and changes of the account that is open; not each time it could be done, which would take too long. */
  judgeViewsAtTimes(): void {
    if (this.database && this.chance.is(0.3)) this.judgeViewsNow();
  }

  judgeViewsNow(): void {
    if (!this.database) return;
    judgeViews(this.database);
    judgeChanges(
      this.database,
      this.presses.filter(({ user }) => user === this.user),
    );
  }

  /** Remembers a violation found where nothing can be thrown, because the engine would catch it. */
  fail(violation: Violation): void {
    this.#mistake ??= violation;
  }

  #drawn(): Conditions {
    return {
      skew: this.chance.is(0.3) ? this.chance.whole(-300, 300) * 1000 : 0,
      keepsSysIds: this.chance.is(0.85),
      batchInOrder: this.chance.is(0.7),
      sharesFiles: this.chance.is(0.15),
    };
  }

  /** Before a request leaves: what it would write over, its person has seen; and they have not said so weeks ago. */
  #judgeWrites({ writes }: Request): void {
    for (const write of writes) {
      const number = pressIn(write.payload)?.number;
      const press = this.presses.find((one) => one.number === number);
      if (!press) continue;
      const old = judgeAsked(press, this.clock.now);
      if (old) this.fail(old);
      const violation = this.unseen.sends(
        press.user,
        write,
        this.clock.now,
        (table, sysId) => this.instance.store.get(table, sysId)?.['description'],
      );
      if (violation) this.fail(violation);
    }
  }

  /** Business rules of the instance that turn some presses down. */
  #rules(): Rule[] {
    return ['wm_task', 'wm_order', 'task_time_worked'].map((table) => ({
      name: 'Some texts are not wanted',
      table,
      when: 'before',
      on: ['insert', 'update'],
      run: (change) => {
        const texts = ['description', 'short_description', 'comments']
          .filter((field) => change.moves(field))
          .map((field) => change.now(field));
        for (const text of [...texts, ...change.notes.values()]) {
          const press = pressIn(text);
          const manner = press?.revision === 0 ? this.stubborn.get(press.number) : undefined;
          if (manner === 'refused') throw operationFailed('Operation was aborted by a Business Rule');
          if (manner === 'failed')
            throw new Refusal(500, 'Transaction cancelled: maximum execution time exceeded', null);
        }
      },
    }));
  }
}
