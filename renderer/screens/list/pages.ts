import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { ListPage, ListRow } from '../../../preload/contract/records.ts';

/** The most rows that main gives at once. */
const mostRows = 200;

/** Which rows of a list a person looks at. */
export interface WantedRows {
  search: string;
  rows: number;
}

/** A list as far as it is shown, for the words it was searched by. */
export type ShownList = ListPage & { search: string };

/** Asks for as many pages as it takes, always from the start: rows may have moved between them since the last time. */
export async function askPages(bridge: Bridge, list: string, wanted: WantedRows): Promise<Answer<ShownList>> {
  const { search, rows } = wanted;
  const found = new Map<string, ListRow>();
  let after: string | null = null;
  for (;;) {
    const limit = Math.min(rows - found.size, mostRows);
    const answer: Answer<ListPage> = await bridge.ask('list.get', { list, search, after, limit });
    if (!answer.ok) return answer;
    for (const row of answer.value.rows) found.set(row.sys_id, row);
    after = answer.value.next;
    if (after === null || found.size >= rows) {
      return { ok: true, value: { ...answer.value, rows: [...found.values()], search } };
    }
  }
}
