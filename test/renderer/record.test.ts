import { expect } from 'vitest';
import type { StreamItem } from '../../preload/contract/records.ts';
import { RecordModel } from '../../renderer/screens/record/model.svelte.ts';
import { StreamFile } from '../../renderer/screens/record/stream-file.svelte.ts';
import { eventually } from './support/eventually.ts';
import { test as base } from './support/outpost.ts';
import { person, taskIn, trigger, workOffline } from './support/records.ts';

type FileItem = Extract<StreamItem, { kind: 'file' }>;

/** A file that somebody else has attached to a task, as its activity stream shows it. */
const test = base.extend<{ item: FileItem }>({
  item: async ({ outpost, instance }, use) => {
    const { sys_id } = await taskIn(outpost, 'Assigned');
    await instance.attach('wm_task', sys_id, 'invoice.pdf', 'Two hours');
    await outpost.ask('connection.sync', null);
    let item: FileItem | undefined;
    await eventually(async () => {
      const { stream } = await outpost.ask('record.get', { table: 'wm_task', sys_id });
      item = stream.find((one) => one.kind === 'file');
      if (item === undefined) throw new Error('the file is not in the stream');
    });
    if (item !== undefined) await use(item);
  },
});

test('a record shows its new state and its waiting entries as soon as they are there', async ({
  outpost,
}) => {
  const task = await taskIn(outpost, 'Assigned');
  const model = new RecordModel(outpost.bridge, 'wm_task', task.sys_id);
  model.open();
  await workOffline(outpost, true);
  await trigger(outpost, 'accept', task);
  await outpost.bridge.quiet();
  const fields = model.asked.value?.sections.flatMap((section) => section.fields) ?? [];
  expect(fields.find(({ field }) => field === 'state')).toMatchObject({ display: 'Accepted', unsent: true });
  expect(model.asked.value?.entries.map(({ action }) => action)).toEqual(['Accept']);
});

test('a record follows the tables of its related lists, and no others', async ({ outpost, instance }) => {
  const { bridge } = outpost;
  const { rows } = await outpost.ask('list.get', {
    list: 'work-orders',
    search: '',
    after: null,
    limit: 200,
  });
  const orders = await Promise.all(
    rows.map(({ sys_id }) => outpost.ask('record.get', { table: 'wm_order', sys_id })),
  );
  const order = orders.find(({ related }) => (related[0]?.total ?? 0) > 0);
  const task = order?.related[0]?.rows[0]?.sys_id ?? '';
  const model = new RecordModel(bridge, 'wm_order', order?.sys_id ?? '');
  model.open();
  await bridge.quiet();

  const heard: string[] = [];
  bridge.on('records.changed', ({ tables }) => heard.push(...tables));
  await instance.change('sys_user', (await person(outpost, 'Hugo')).sys_id, { title: 'Lift engineer' });
  await outpost.ask('connection.sync', null);
  await eventually(() => {
    expect(heard).toContain('sys_user');
  });
  expect(bridge.asked('record.get')).toHaveLength(1);

  await instance.change('wm_task', task, { short_description: 'Pump trips at night' });
  await outpost.ask('connection.sync', null);
  await eventually(() => {
    const [tasks] = model.asked.value?.related ?? [];
    const texts = tasks?.rows.map(({ cells }) => cells['short_description']?.display);
    expect(texts).toContain('Pump trips at night');
  });
});

async function saved(file: StreamFile): Promise<string[]> {
  const given: Promise<string>[] = [];
  await file.save((content, name) => {
    given.push(content.text().then((text) => `${name} ${content.type} ${text}`));
  });
  return Promise.all(given);
}

test('a file of the instance is fetched once and saved under its name', async ({
  outpost: { bridge },
  item,
}) => {
  const file = new StreamFile(bridge, item);
  expect(await saved(file)).toEqual(['invoice.pdf application/pdf Two hours']);
  expect(await saved(file)).toEqual(['invoice.pdf application/pdf Two hours']);
  expect(bridge.asked('file.fetch')).toEqual([{ attachment: item.attachment }]);
});

test('without a connection it says what it needs, and is there to be asked again', async ({
  outpost,
  item,
}) => {
  await workOffline(outpost, true);
  const file = new StreamFile(outpost.bridge, item);
  expect(await saved(file)).toEqual([]);
  expect(file.problem).toBe('Needs a connection');
  await workOffline(outpost, false);
  await eventually(async () => {
    await file.show();
    expect(file.hash).not.toBeNull();
  });
  expect(file).toMatchObject({ problem: null, busy: false });
});
