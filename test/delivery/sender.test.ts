import { expect } from 'vitest';
import { readSetting } from '../../main/database/settings.ts';
import { LeaseLost } from '../../main/outbox/lease.ts';
import { Sender } from '../../main/delivery/sender.ts';
import { addStepsEntry, entryOf } from '../support/entry.ts';
import { test } from '../support/scripted.ts';
import { note } from '../support/steps.ts';
import { moveEntry } from '../../main/outbox/entries.ts';

test('what it writes is written in one transaction, as long as it is the one that sends', ({
  database,
  scripted,
}) => {
  const { sender, link } = scripted;
  const entry = addStepsEntry(database, note(1));
  const send = (by: Sender) => by.write((write) => moveEntry(write, entry, 'look-first').state);
  const next = new Sender(database, link.time);
  expect(() => send(sender)).toThrow(LeaseLost);
  expect(sender.leaving).toThrow(LeaseLost);
  expect(entryOf(database, entry.seq)).toEqual(entry);
  expect(next.leaving).not.toThrow();
  expect(send(next)).toBe('unknown');
});

test('whether the instance keeps sys_ids is known after a restart, and learnt anew when it changes', ({
  database,
  scripted,
}) => {
  const { sender, link } = scripted;
  const learn = (keeps: boolean) => {
    sender.write((write) => {
      sender.learnSysIds(write, keeps);
    });
    return [sender.keepsSysIds, readSetting(database, 'keeps-sys-ids')];
  };
  expect([sender.keepsSysIds, readSetting(database, 'keeps-sys-ids')]).toEqual([null, null]);
  expect(learn(true)).toEqual([true, 'true']);
  expect(learn(false)).toEqual([false, 'false']);
  expect(new Sender(database, link.time).keepsSysIds).toBe(false);
});

test('at first one entry goes alone, and the instance is taken to have batches', ({ scripted }) => {
  expect([scripted.sender.careful, scripted.sender.batches]).toEqual([true, true]);
});
