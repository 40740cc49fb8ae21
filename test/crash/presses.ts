import type { Effect } from '../../demo/ledger/ledger.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Chance } from '../support/chance.ts';
import type { Killable } from '../support/killable.ts';

/** A press, and what it is to do on the instance. */
export interface Pressed {
  action: string;
  /** A text that nothing else has; everything it does on the instance holds it. */
  text: string;
  effects: readonly Effect['op'][];
  /** The person was told that it is saved or sent. */
  isTold: boolean;
}

interface Kind {
  action: string;
  list: 'my-tasks' | 'work-orders' | null;
  input: string;
  more?: Inputs;
  effects: readonly Effect['op'][];
}

const kinds: readonly Kind[] = [
  { action: 'add-work-note', list: 'my-tasks', input: 'note', effects: ['note'] },
  { action: 'add-comment', list: 'my-tasks', input: 'comment', effects: ['note'] },
  { action: 'add-files', list: 'my-tasks', input: 'note', effects: ['file', 'note'] },
  {
    action: 'new-task',
    list: 'work-orders',
    input: 'short_description',
    more: { priority: '4' },
    effects: ['insert'],
  },
  {
    action: 'new-order',
    list: null,
    input: 'short_description',
    more: { priority: '3' },
    effects: ['insert'],
  },
];

/** Presses one of the demo's buttons on some record. Rejects when the process dies meanwhile. */
export async function pressSomething(outpost: Killable, chance: Chance, all: Pressed[]): Promise<void> {
  const { action, list, input, more = {}, effects } = chance.one(kinds) ?? aNote;
  const text = `text-${all.length}-${chance.hex()}`;
  const page = { search: '', after: null, limit: 20 };
  const rows = list === null ? [] : (await outpost.ask('list.get', { list, ...page })).rows;
  const record = chance.one(rows)?.sys_id ?? null;
  if (list !== null && record === null) return;
  const inputs: Inputs = { ...more, [input]: text };
  if (effects.includes('file')) inputs['files'] = await aFile(outpost, `${text}.txt`);
  const pressed: Pressed = { action, text, effects, isTold: false };
  all.push(pressed);
  const told = outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
  void told.then(
    () => (pressed.isTold = true),
    () => undefined,
  );
  // Half of the people wait for the answer, the others press on.
  if (chance.is(0.5)) await told;
}

const aNote: Kind = { action: 'add-work-note', list: 'my-tasks', input: 'note', effects: ['note'] };

async function aFile(outpost: Killable, name: string): Promise<string> {
  const last = { name, type: 'text/plain', takenAt: new Date().toISOString() };
  const data = Buffer.from(`content of ${name}`).toString('base64');
  return JSON.stringify([await outpost.ask('file.add', { transfer: name, data, last })]);
}

/** What presses were told of and is not on the instance, in words. */
export function missing(ledger: readonly Effect[], presses: readonly Pressed[]): string[] {
  return presses
    .filter(({ isTold }) => isTold)
    .flatMap((press) =>
      press.effects
        .filter((op) => count(ledger, press, op) === 0)
        .map((op) => `${op} of ${press.action} “${press.text}”`),
    );
}

/** What was done more than once, in words. */
export function tooMany(ledger: readonly Effect[], presses: readonly Pressed[]): string[] {
  return presses.flatMap((press) =>
    press.effects
      .filter((op) => count(ledger, press, op) > 1)
      .map((op) => `${op} of ${press.action} “${press.text}”, ${count(ledger, press, op)} times`),
  );
}

function count(ledger: readonly Effect[], { text }: Pressed, op: Effect['op']): number {
  return ledger.filter((effect) => effect.op === op && JSON.stringify(effect.fields).includes(text)).length;
}
