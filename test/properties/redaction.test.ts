import fc from 'fast-check';
import { expect } from 'vitest';
import { maskWith } from '../../main/outbox/journal/redact.ts';
import { supportReport } from '../../main/outbox/support-report.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { test } from '../support/disk.ts';
import { addBareEntry, move } from '../support/entry.ts';

/** Something that must not be told: it can be recognised wherever it turns up, also in other letters. */
const secret = fc.stringMatching(/^[g-z]{14,30}$/);
const sysId = fc.stringMatching(/^[0-9a-f]{32}$/);

const step = fc
  .record({ sys_id: sysId, value: secret, field: secret, name: secret, kind: fc.nat(5) })
  .map(({ sys_id, value, field, name, kind }): CompiledStep => {
    const on = { table: 'wm_task', sys_id };
    const hash = `${sys_id}${sys_id}`;
    const steps: CompiledStep[] = [
      { do: 'create', ...on, fields: { [field]: value } },
      {
        do: 'update',
        ...on,
        fields: { [field]: value },
        modCount: '3',
        policies: {},
        seen: { [field]: { value, display: value } },
      },
      { do: 'note', ...on, field: 'comments', text: value },
      { do: 'check', ...on, when: `number=${value}`, message: value },
      {
        do: 'call',
        method: 'POST',
        path: `/api/${value}`,
        body: { [field]: value },
        affects: [],
        idempotent: false,
      },
      {
        do: 'attach',
        ...on,
        file: { hash, name, type: 'image/png', size: 3, takenAt: '2026-01-05T08:00:00.000Z' },
      },
    ];
    return steps[kind] ?? { do: 'delete', ...on, seen: {}, modCount: '3' };
  });

function secretsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.match(/[g-z]{14,}|[0-9a-f]{32,}/g) ?? [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [...secretsOf(name), ...secretsOf(inner)]);
}

test('the file for support tells nothing that was typed, and no record, person or place', ({ database }) => {
  fc.assert(
    fc.property(
      fc.record({
        key: sysId,
        title: secret,
        label: secret,
        inputs: fc.dictionary(secret, secret, { minKeys: 1, maxKeys: 3 }).map((values) => ({ ...values })),
        record: sysId.map((sys_id) => ({ table: 'wm_task', sys_id })),
        touches: fc.array(
          sysId.map((sys_id) => ({ table: 'wm_task', sys_id })),
          { maxLength: 2 },
        ),
        steps: fc.array(step, { maxLength: 3 }),
      }),
      secret,
      secret,
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (given, message, detail, salt) => {
        const failure = { kind: 'refused', status: 403, message: `Aborted: ${message}`, detail } as const;
        const refused = addBareEntry(database, given);
        move(database, { seq: refused }, ['send', 'refuse'], { failure });
        const by = { value: message, display: detail };
        const conflict = {
          table: 'wm_task',
          sys_id: given.record.sys_id,
          kind: 'changed' as const,
          by: message,
          at: '2026-01-05T08:00:00.000Z',
          modCount: '4',
          fields: [{ field: 'state', base: by, mine: by, theirs: by, clash: true }],
        };
        const clashing = addBareEntry(database, given);
        move(database, { seq: clashing }, ['conflict'], { question: { about: 'conflict', conflict } });
        const unclear = addBareEntry(database, given);
        const lost = { kind: 'no-answer', message } as const;
        const question = { about: 'unclear', message } as const;
        move(database, { seq: unclear }, ['send', 'no-answer', 'unclear'], { failure: lost, question });
        const report = supportReport(database, {}, maskWith(salt));
        const told = secretsOf([given, message, detail]).filter((one) => report.includes(one));
        expect(told).toEqual([]);
        expect(report).toContain('"what":"refused","status":403');
      },
    ),
    { numRuns: 60 },
  );
});

test('the same value has the same mask in one file, and another in the next', () => {
  const [one, two] = [maskWith(new Uint8Array(32)), maskWith(new Uint8Array(32).fill(1))];
  expect(one('WOT0001')).toBe(one('WOT0001'));
  expect(one('WOT0001')).not.toBe(one('WOT0002'));
  expect(one('WOT0001')).not.toBe(two('WOT0001'));
});
