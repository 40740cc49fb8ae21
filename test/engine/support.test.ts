import { expect } from 'vitest';
import { test } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };

test('the journal tells support what came of a refused action, and nothing of what was typed', async ({
  world,
}) => {
  const outpost = await world.start();
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  const task = rows.find(({ cells }) => cells['state']?.display === 'Assigned');
  const record = task?.sys_id ?? '';
  const pressed = { record, revises: null, draft: null };
  await outpost.ask('action.trigger', { ...pressed, action: 'accept', inputs: {} });
  await outpost.ask('action.trigger', {
    ...pressed,
    action: 'add-work-note',
    inputs: { note: 'Door code is 4711' },
  });
  expect(await outpost.ask('journal.check', null)).toMatchObject({ broken: null });
  const { name, text } = await outpost.ask('support.export', null);
  expect(name).toMatch(/^outpost-support-[\d-]{19}\.jsonl$/);
  const documents = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(documents[0]).toMatchObject({ about: 'Outpost for support', journal: { broken: null } });
  expect(documents).toContainEqual(
    expect.objectContaining({ entry: 1, action: 'accept', state: 'refused', step: 0 }),
  );
  expect(documents).toContainEqual(
    expect.objectContaining({
      what: 'refused',
      status: 403,
      words: expect.objectContaining({ about: 'business-rule' }) as unknown,
    }),
  );
  for (const told of [world.demo.url, 'Door code', record, task?.cells['number']?.value ?? record])
    expect(text).not.toContain(told);
});

test('every attempt, what came of it, and every decision is a line of the journal, in order', async ({
  world,
}) => {
  const outpost = await world.start();
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  const record = rows.find(({ cells }) => cells['state']?.display === 'Assigned')?.sys_id ?? '';
  const pressed = { record, inputs: {}, revises: null, draft: null };
  await outpost.ask('action.trigger', { ...pressed, action: 'accept' });
  await outpost.ask('outbox.decide', { entries: [1], decision: 'try-again' });
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).waiting[0]?.state === 'refused');
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await outpost.ask('outbox.undo', { entry: 1 });
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  world.demo.fault({ name: 'lose-replies', times: 1, match: 'POST /api/now/table/x_outpost_shift' });
  await outpost.ask('action.trigger', { ...pressed, record: null, action: 'start-shift' });
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  const { text } = await outpost.ask('support.export', null);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { line?: number; entry?: number; what?: string });
  const of = (entry: number) =>
    lines.filter((one) => one.line !== undefined && one.entry === entry).map(({ what }) => what);
  expect(of(1)).toEqual([
    ...['attempt', 'refused', 'try-again', 'attempt', 'refused'],
    ...['discarded', 'undone', 'discarded'],
  ]);
  expect(of(2)).toEqual(['attempt', 'no-answer', 'found-done']);
});
