import type { RemoteRecord } from './record.ts';

/** A page of records. `more` is true when the instance has further rows behind it, however short the page is. */
export interface Page {
  records: RemoteRecord[];
  /** Rows that match on the instance; null when it did not count. */
  total: number | null;
  more: boolean;
}

export interface PageQuestion {
  table: string;
  query: string;
  fields: readonly string[];
  limit: number;
  offset: number;
  /** Ask the instance to count the matching rows too; costs it a second query. */
  count: boolean;
}
