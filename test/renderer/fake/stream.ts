import type { StreamItem } from '../../../preload/contract/records.ts';
import type { FileReference } from '../../../preload/contract/files.ts';
import type { FakeEntry } from './outbox.ts';

const hour = 3_600_000;
const said = [
  'Customer called again: the alarm went off at 04:30.\nWants a call before anyone comes.',
  'Part ordered, arrives tomorrow morning.',
  'Gate code is 4711, valid until Friday.',
];

/** What was said about a task, newest first; what waits in the Outbox on top. */
export function streamOf(entries: FakeEntry[], asOf: string | null, length: number): StreamItem[] {
  const mine = entries.flatMap(({ line, inputs }) =>
    itemsOf(inputs).map((item): StreamItem => ({
      author: 'Dana Dispatcher',
      at: line.at,
      entry: line.state === 'sent' ? null : line.seq,
      ...item,
    })),
  );
  const start = Date.parse(asOf ?? '2026-01-01');
  const others = Array.from({ length }, (_, at): StreamItem => ({
    author: at % 2 === 0 ? 'Wim de Vries' : 'Aiko Tanaka',
    at: new Date(start - (at + 1) * 7 * hour).toISOString(),
    entry: null,
    ...(at % 4 === 3
      ? {
          kind: 'file',
          name: `invoice-${at}.pdf`,
          type: 'application/pdf',
          size: 182_400 + at,
          hash: null,
          attachment: `file${at}`,
        }
      : {
          kind: 'note',
          field: at % 3 === 1 ? 'comments' : 'work_notes',
          label: at % 3 === 1 ? 'Additional comments' : 'Work notes',
          text: said[at % said.length] ?? '',
        }),
  }));
  return [...mine.toReversed(), ...others];
}

type Said = StreamItem extends infer Item
  ? Item extends unknown
    ? Omit<Item, 'author' | 'at' | 'entry'>
    : never
  : never;

function itemsOf(inputs: Record<string, string>): Said[] {
  const { note = '', photos = '' } = inputs;
  const files = photos === '' ? [] : (JSON.parse(photos) as FileReference[]);
  const notes: Said[] =
    note === '' ? [] : [{ kind: 'note', field: 'work_notes', label: 'Work notes', text: note }];
  return [
    ...notes,
    ...files.map(({ hash, name, type, size }): Said => ({
      kind: 'file',
      hash,
      name,
      type,
      size,
      attachment: null,
    })),
  ];
}
