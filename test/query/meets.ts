import { expect } from 'vitest';

import type { QueryContext } from '../../main/query/context.ts';
import { matcher } from '../../main/query/matches.ts';
import { orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import type { Table as Known } from '../../main/query/table.ts';
import { toSql } from '../../main/query/to-sql.ts';
import type { Table } from './table.ts';
import { select } from './table.ts';

/** Whether a record with these values meets the query, as both evaluators say. */
export function meets(
  table: Table,
  known: Known,
  context: QueryContext,
  query: string,
  values: Record<string, string>,
): boolean {
  const row = { sys_id: '1', ...values };
  const parsed = parse(query);
  table.fill(known.types, [row]);
  const found = table.rows(select([toSql(parsed, known, context)], orderSql([], known)));
  const inJavaScript = matcher(parsed, known, context)(row);
  expect(found.length === 1).toBe(inJavaScript);
  return inJavaScript;
}
