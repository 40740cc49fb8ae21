import type { Effect } from '../../../demo/ledger/ledger.ts';
import { discardedIn, endingsOf, entriesIn, rowsIn, type StoredEntry } from '../look.ts';
import type Sqlite from 'better-sqlite3';
import { actions, type Expected, type Press, pressIn } from '../press.ts';
import { Violation } from '../violation.ts';

/** The effects of each press by number, in the order of the ledger, told by the text that each press brings. */
export function effectsByPress(
  ledger: readonly Effect[],
  presses: readonly Press[],
): Map<number, (Effect & { revision: number })[]> {
  // Of several on one record it was the last that got into the Outbox.
  const deletes = presses.filter(({ action }) => action === 'delete-time');
  const deleting = new Map(
    [...deletes.filter(({ seq }) => seq === null), ...deletes.filter(({ seq }) => seq !== null)].flatMap(
      (press) => (press.record ? [[press.record, press] as const] : []),
    ),
  );
  const found = new Map<number, (Effect & { revision: number })[]>();
  for (const effect of ledger) {
    const deleted = effect.op === 'delete' ? deleting.get(effect.sys_id) : undefined;
    const by = deleted
      ? { number: deleted.number, revision: deleted.revision }
      : pressIn(JSON.stringify(effect.fields));
    if (!by) continue;
    const effects = found.get(by.number) ?? [];
    effects.push({ ...effect, revision: by.revision });
    found.set(by.number, effects);
  }
  return found;
}

/**
 * Every press that the person was told of is in the Outbox, was discarded or was sent; what was sent had exactly one effect a
 * step; what waits for a person had those of its acknowledged steps and no other; what never got into the Outbox had none.
 */
export function judgeEffects(
  database: Sqlite.Database,
  ledger: readonly Effect[],
  presses: readonly Press[],
  around: Around,
): void {
  const entries = new Map(entriesIn(database).map((entry) => [entry.seq, entry]));
  const discarded = new Map(discardedIn(database).map((entry) => [entry.seq, entry]));
  const found = effectsByPress(ledger, presses);
  for (const press of presses) {
    const effects = found.get(press.number) ?? [];
    const stranger = effects.find(({ user }) => user !== press.user);
    if (stranger)
      throw new Violation('user', `press ${press.number} of ${press.user} was sent as ${stranger.user}`);
    const entry = press.seq === null ? undefined : (entries.get(press.seq) ?? discarded.get(press.seq));
    if (!entry) {
      if (press.isTold)
        throw new Violation('told', `press ${press.number} is lost: entry ${String(press.seq)} is nowhere`);
      if (effects.length > 0)
        throw new Violation('entry', `press ${press.number} had an effect, but is no entry`);
      continue;
    }
    const known = effects.filter((effect) => !isUnderAnother(effect, press, around));
    // What is gone with its record cannot be seen, nor doubled.
    const old = known.find(
      ({ revision, table, sys_id }) => revision !== press.revision && around.isThere(table, sys_id),
    );
    if (old && !press.isResolved && !press.isWarned && !asksPerson(press))
      throw new Violation('frozen', `press ${press.number} was done as it was before it was edited`);
    judgeSteps(press, entry, known, around);
  }
}

/**
 * How often a step was done. A record that somebody has deleted since it was made counts only where it is the only one:
 * nothing on the instance tells any more that it had been made.
 */
function countOf(step: Expected, done: readonly Effect[], around: Around): number {
  if (step?.op === 'update')
    return done.filter((effect, at) => !isRepeated(effect, done[at - 1], around)).length;
  if (step?.op !== 'insert' || done.length < 2) return done.length;
  const standing = new Set(
    done.map(({ sys_id }) => sys_id).filter((sysId) => around.isThere(step.table, sysId)),
  );
  return Math.max(1, standing.size);
}

function judgeSteps(press: Press, entry: StoredEntry, effects: readonly Effect[], around: Around): void {
  const steps: readonly Expected[] = actions[press.action].steps;
  for (const [index, step] of steps.entries()) {
    if (step === null) continue;
    const done = effects.filter(({ op, table }) => op === step.op && table === step.table);
    const count = countOf(step, done, around);
    const name = `step ${index} (${step.op} ${step.table}) of press ${press.number}, entry ${entry.seq}, which is ${entry.state}`;
    const isDone = entry.state === 'sent' || index < entry.step;
    // What a person decided about field by field may have been left out, or set once more over another's value.
    if (press.isResolved && (step.op === 'update' || step.op === 'delete')) continue;
    if (count > 1 && !press.isWarned) throw new Violation('twice', `${name}, was done ${count} times`);
    // What is deleted is deleted, whoever did it.
    if (isDone && count === 0 && (step.op !== 'delete' || around.isThere(step.table, press.record ?? ''))) {
      throw new Violation('lost', `${name}, was never done`);
    }
    // Where a person is asked nobody can tell; nothing can be looked up of a record that is gone, nor an update under another.
    const [first] = done;
    const isUnclear =
      step.asks === 'person' ||
      press.isWarned ||
      (step.op === 'call' && entry.state === 'queued' && isTried(entry)) ||
      entry.state === 'conflict' ||
      isOpen(entry) ||
      !around.isThere(step.table, first?.sys_id ?? '') ||
      (step.op === 'update' && first && around.isChangedBetween(first.sys_id, first.seq, Infinity));
    if (!isDone && count === 1 && !isUnclear)
      throw new Violation('refused', `${name}, was done all the same`);
  }
}

/**
 * Nobody is told that it was not done: it is held, and looked for or asked again under its key when its turn comes, or the person
 * is to look on the instance.
 */
function isOpen(entry: StoredEntry): boolean {
  const last = endingsOf(entry).at(-1);
  const isLookedFor = last === 'failed' || last === 'turned-away' || last === 'let-go';
  return entry.state === 'unclear' || (entry.state === 'queued' && isLookedFor);
}

/** A request of the entry may have got in. */
function isTried(entry: StoredEntry): boolean {
  return endingsOf(entry).some((ended) => ended !== 'not-delivered');
}

/**
 * An update that was done and not answered, and over which somebody else has changed the record: it is compared and sent again,
 * with no more than it said before.
 */
function isRepeated(effect: Effect, before: Effect | undefined, { isChangedBetween }: Around): boolean {
  if (!before || before.sys_id !== effect.sys_id) return false;
  const isLess = Object.entries(effect.fields).every(([field, value]) => before.fields[field] === value);
  return isLess && isChangedBetween(effect.sys_id, before.seq, effect.seq);
}

/** True of an update over which somebody else had written before it was edited: nothing on the instance told of it then. */
function isUnderAnother(
  { op, sys_id, seq, revision }: Effect & { revision: number },
  { mends, revision: last }: Press,
  { isChangedBetween }: Around,
): boolean {
  const mendedAfter = mends[revision];
  if (op !== 'update' || revision === last || mendedAfter === undefined) return false;
  return isChangedBetween(sys_id, seq, mendedAfter + 1);
}

/** What is known of the instance besides the ledger. */
export interface Around {
  /** Whether the instance has a record. */
  isThere: (table: string, sysId: string) => boolean;
  /** Whether somebody else has changed a record between two effects, given by their numbers. */
  isChangedBetween: (sysId: string, from: number, to: number) => boolean;
}

function asksPerson(press: Press): boolean {
  const steps: readonly Expected[] = actions[press.action].steps;
  return steps.some((step) => step?.asks === 'person');
}

/** Every entry that waits has its changes laid over the view: one for each of its steps but checks and calls. */
export function judgeChanges(database: Sqlite.Database, presses: readonly Press[]): void {
  const counts = new Map(
    rowsIn<{ entry: number; count: number }>(
      database,
      'SELECT entry, count(*) AS count FROM pending_change GROUP BY entry',
    ).map(({ entry, count }) => [entry, count]),
  );
  for (const { seq, state } of entriesIn(database)) {
    const press = presses.find((one) => one.seq === seq);
    if (!press || state === 'sent' || press.isResolved) continue;
    const steps: readonly Expected[] = actions[press.action].steps;
    const expected = steps.filter((step) => step !== null && step.op !== 'call').length;
    const count = counts.get(seq) ?? 0;
    if (count !== expected)
      throw new Violation(
        'view',
        `entry ${seq} of press ${press.number} waits with ${count} changes instead of ${expected}`,
      );
  }
}
