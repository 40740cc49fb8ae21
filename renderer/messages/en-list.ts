import { count } from './count.ts';

/** The words of lists. */
export const enList = {
  search: 'Search',
  count: (total: number) => (total === 1 ? '1 record' : `${count(total)} records`),
  found: (total: number) => (total === 1 ? '1 record found' : `${count(total)} records found`),
  more: 'Show more',
  shown: (shown: number, total: number) => `${count(shown)} of ${count(total)} shown`,
  actions: 'Actions',
  empty: 'Nothing here',
  emptyHint: 'No record on the instance belongs to this list at the moment.',
  nothingFound: (search: string) => `Nothing matches “${search}”`,
  nothingFoundHint: 'Search looks for whole words and their beginnings in what is kept on this laptop.',
  notYet: 'Nothing downloaded yet',
  notYetHint: 'The records come with the first sync. This needs a connection to the instance.',
  noneYet: 'No lists yet',
  noneYetHint: 'They come with the definition from the instance.',
  select: (record: string) => `Select ${record}`,
  selectAll: (rows: number) => `Select all ${count(rows)} rows shown`,
};

/** The words about doing one thing with many records. */
export const enBulk = {
  bar: 'Selection',
  selected: (rows: number) => `${count(rows)} selected`,
  clear: 'Clear selection',
  button: (action: string, able: number) => `${action} ${count(able)}`,
  title: (action: string, able: number) =>
    able === 1 ? `${action}: 1 record` : `${action}: ${count(able)} records`,
  each: (able: number) =>
    able === 1
      ? 'It is one entry in the Outbox.'
      : 'Each is an entry of its own in the Outbox, in this order:',
  unable: (records: number) => (records === 1 ? '1 is left out:' : `${count(records)} are left out:`),
  reason: (why: string, records: number) => (records === 1 ? why : `${why} (${count(records)})`),
  andMore: (titles: string, hidden: number) => `${titles} and ${count(hidden)} more`,
  fillIn: 'Fill in the form',
  progress: (done: number, total: number) => `${count(done)} of ${count(total)}`,
  stop: 'Stop',
  stopping: 'Stopping…',
  summary: (action: string) => `${action}: done`,
  stopped: (action: string) => `${action}: stopped`,
  close: 'Close',
  back: 'Back to the form',
  totals: {
    sent: (records: number) => `${count(records)} sent to the instance`,
    saved: (records: number) => `${count(records)} saved to Outbox`,
    refused: (records: number) => `${count(records)} refused by the instance`,
    conflict: (records: number) => `${count(records)} in conflict with what somebody else did`,
    unclear: (records: number) => `${count(records)} perhaps done; the instance cannot be asked`,
    'not-offered': (records: number) => `${count(records)} not possible any more`,
    failed: (records: number) => `${count(records)} not triggered`,
    left: (records: number) => `${count(records)} not begun`,
  },
};
