import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { Side } from '../../preload/contract/conflicts.ts';
import type { RemoteRecord } from '../../main/instance/record.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { compareUpdate } from '../../main/delivery/conflict/compare.ts';
import { mergeField, type Policy } from '../../main/delivery/conflict/merge.ts';
import { resolve } from '../../main/delivery/resolve.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, decisionAt, entryOf, move } from '../support/entry.ts';
import { test } from '../support/laptop.ts';

type Update = Extract<CompiledStep, { do: 'update' }>;

const value = fc.constantFrom('', 'a', 'b', 'c');
const policy = fc.constantFrom<Policy>('ask', 'mine', 'theirs');
const sides = fc.record({ base: value, mine: value, theirs: value });

/** What stands in the field in the end, when nobody has to be asked. */
const outcome = (given: { mine: string; theirs: string }, side: Side) => given[side];

describe('one field', () => {
  test('what one side left as it was never clashes, and the change of the other is kept', () => {
    fc.assert(
      fc.property(value, value, policy, (base, other, policy) => {
        const mine = mergeField({ base, mine: other, theirs: base }, policy);
        const theirs = mergeField({ base, mine: base, theirs: other }, policy);
        expect(mine.side).toBe('mine');
        expect(theirs.side && outcome({ mine: base, theirs: other }, theirs.side)).toBe(other);
      }),
    );
  });

  test('a change is given up only if a person or the policy says so', () => {
    fc.assert(
      fc.property(sides, policy, (given, policy) => {
        const { base, mine, theirs } = given;
        const { side } = mergeField(given, policy);
        const differ = mine !== base && theirs !== base && mine !== theirs;
        if (side === null) expect({ differ, policy }).toEqual({ differ: true, policy: 'ask' });
        else if (differ) expect(side).toBe(policy);
        else expect(outcome(given, side)).toBe(mine === base ? theirs : mine);
      }),
    );
  });

  test('seen from the other side it comes to the same', () => {
    const swapped = { ask: 'ask', mine: 'theirs', theirs: 'mine' } as const;
    fc.assert(
      fc.property(sides, policy, (given, policy) => {
        const here = mergeField(given, policy).side;
        const turned = { base: given.base, mine: given.theirs, theirs: given.mine };
        const there = mergeField(turned, swapped[policy]).side;
        expect(here && outcome(given, here)).toBe(there && outcome(turned, there));
      }),
    );
  });
});

const names = ['number', 'short_description', 'description', 'close_notes', 'work_notes'] as const;
const record = fc.record(Object.fromEntries(names.map((name) => [name, value])));
const some = <T>(of: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...names), of).map((it) => ({ ...it }));
const one = { table: 'wm_task', sys_id: sysId(1) };

/** An update made on a record, and the record as the instance has it later. */
const situation = fc
  .record({
    before: record,
    set: some(value),
    after: record,
    policies: some(fc.constantFrom('mine' as const, 'theirs' as const)),
    unseen: fc.subarray([...names]),
    moved: fc.boolean(),
  })
  .map(({ before, set, after, policies, unseen, moved }) => {
    const cells = Object.entries(before).filter(([name]) => !unseen.some((hidden) => hidden === name));
    const seen = Object.fromEntries(cells.map(([name, it]) => [name, { value: it, display: it }]));
    const step: Update = { do: 'update', ...one, fields: set, seen, policies, modCount: '3' };
    return { step, there: moved ? after : before, modCount: moved ? '4' : '3' };
  });

function remote(fields: Record<string, string>, modCount: string): RemoteRecord {
  const all = {
    ...fields,
    sys_id: one.sys_id,
    sys_mod_count: modCount,
    sys_updated_by: 'someone.else',
    sys_updated_on: '2026-01-05 09:00:00',
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, it]) => [name, { value: it, display_value: it }]),
  );
}

test('an update that goes over a changed record takes nothing away that nobody gave up', ({
  database,
  catalog,
}) => {
  const around = { reader: database, catalog, own: null };
  fc.assert(
    fc.property(situation, ({ step, there, modCount }) => {
      const verdict = compareUpdate(around, step, remote(there, modCount));
      const asked = Object.entries(step.fields).filter(([field, mine]) => {
        const base = step.seen[field]?.value;
        const both = base !== undefined && mine !== base && there[field] !== base && mine !== there[field];
        return modCount === '4' && both && step.policies[field] === undefined;
      });
      expect(verdict.verdict === 'conflict').toBe(asked.length > 0);
      if (verdict.verdict === 'conflict') {
        const clashing = verdict.conflict.fields.filter(({ clash }) => clash).map(({ field }) => field);
        expect(clashing.sort()).toEqual(asked.map(([field]) => field).sort());
        return;
      }
      const sent = verdict.step.do === 'update' ? verdict.step.fields : {};
      expect(verdict.verdict).toBe(Object.keys(sent).length === 0 ? 'nothing-left' : 'go');
      for (const [field, mine] of Object.entries(step.fields)) {
        const base = step.seen[field]?.value;
        const theirs = there[field];
        const theyChanged = base !== undefined && theirs !== base;
        if (modCount === '3' || !theyChanged || mine === theirs) expect(sent[field]).toBe(mine);
        else if (mine === base) expect(sent).not.toHaveProperty(field);
        else expect(sent[field]).toBe(step.policies[field] === 'mine' ? mine : undefined);
      }
    }),
  );
});

test('what a person has chosen goes, and only a further change asks again', ({ database, catalog }) => {
  const around = { reader: database, catalog, own: null };
  const chosen = fc.array(fc.constantFrom<Side>('mine', 'theirs'), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(situation, chosen, record, ({ step, there, modCount }, choose, later) => {
      const first = compareUpdate(around, step, remote(there, modCount));
      if (first.verdict !== 'conflict') return;
      const { conflict } = first;
      const choices = Object.fromEntries(
        conflict.fields.flatMap(({ field, clash }, at) => (clash ? [[field, choose[at] ?? 'mine']] : [])),
      );
      const seq = addBareEntry(database, { steps: [step], touches: [one], record: one });
      const inConflict = move(database, { seq }, ['conflict'], { question: { about: 'conflict', conflict } });
      database.transaction((write) => {
        resolve(write, catalog, inConflict, conflict, choices, decisionAt);
      });
      const resolved = entryOf(database, seq);
      expect(resolved).toMatchObject({ state: 'queued', revision: 1, step: 0, question: null });
      const [again] = resolved.steps;
      if (again?.do !== 'update') throw new Error('it is an update no more');
      for (const { field, clash } of conflict.fields)
        if (clash) expect(field in again.fields).toBe(choices[field] === 'mine');
      expect(compareUpdate(around, again, remote(there, modCount)).verdict).not.toBe('conflict');
      const asks = compareUpdate(around, again, remote(later, '5')).verdict === 'conflict';
      const changedAgain = Object.entries(again.fields).some(([field, mine]) => {
        const seen = again.seen[field]?.value;
        const differ = seen !== undefined && later[field] !== seen && mine !== seen && mine !== later[field];
        return differ && again.policies[field] === undefined;
      });
      expect(asks).toBe(changedAgain);
    }),
    { numRuns: 60 },
  );
});
