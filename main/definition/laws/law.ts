import { QueryError } from '../../query/error.ts';
import { fieldsOf } from '../../query/fields-of.ts';
import { parse } from '../../query/parse.ts';
import type { Query } from '../../query/tree.ts';
import type { DefinitionProblem } from '../problem.ts';
import type { Definition } from '../schema.ts';

/** Looks at a whole definition and reports what breaks it. */
export type Law = (definition: Definition, book: Lawbook) => void;

/** What the laws share: what is cached, and where problems go. */
export interface Lawbook {
  problems: DefinitionProblem[];
  report: (path: string, sentence: string) => void;
  /** Fields cached of a table; undefined when no dataset caches the table. */
  cached: (table: string) => ReadonlySet<string> | undefined;
  /** Reports a table without a dataset. */
  needsTable: (path: string, table: string) => void;
  /** Reports fields that the table's dataset does not cache; a table without a dataset is reported elsewhere. */
  needsFields: (path: string, table: string, fields: readonly string[]) => void;
  /** Reports a query that cannot be read (and returns null), or that uses a field that the table's dataset lacks. */
  needsQuery: (path: string, query: string, table: string) => Query | null;
  /** Why a condition on a table cannot ask for a field, its own or a dot-walked one; null where it can. */
  obstacleTo: (field: string, table: string) => string | null;
  /** The same with a sentence of one's own for a field; null where it may be used. */
  needsFit: (path: string, query: string, why: (field: string) => string | null) => Query | null;
}

/** Cached of every table without being named. */
const SYSTEM = ['sys_id', 'sys_mod_count', 'sys_updated_on', 'sys_updated_by', 'sys_created_on'];

export function lawbook(definition: Definition): Lawbook {
  const problems: DefinitionProblem[] = [];
  // Of two datasets of a table the first counts: one problem, not one more for every field the second lacks.
  const tables = new Map(
    definition.datasets.toReversed().map(({ table, fields }) => [table, new Set([...SYSTEM, ...fields])]),
  );
  const report = (path: string, sentence: string) => void problems.push({ path, sentence });
  const book: Lawbook = {
    problems,
    report,
    cached: (table) => tables.get(table),
    needsTable: (path, table) => {
      if (!tables.has(table)) report(path, `No dataset caches the table ${table}; add one to datasets.`);
    },
    needsFields: (path, table, fields) => {
      const cached = tables.get(table);
      for (const field of cached ? fields : []) {
        if (!cached?.has(field)) report(path, notCached(field, table));
      }
    },
    needsQuery: (path, query, table) => book.needsFit(path, query, (field) => book.obstacleTo(field, table)),
    obstacleTo: (field, table) => obstacle(tables, field, table),
    needsFit: (path, query, why) => {
      try {
        const parsed = parse(query);
        for (const field of fieldsOf(parsed)) {
          const sentence = why(field);
          if (sentence !== null) report(path, sentence);
        }
        return parsed;
      } catch (error) {
        if (!(error instanceof QueryError)) throw error;
        report(path, error.message);
        return null;
      }
    },
  };
  return book;
}

function obstacle(
  tables: ReadonlyMap<string, ReadonlySet<string>>,
  field: string,
  table: string,
): string | null {
  const cached = tables.get(table);
  if (!cached || cached.has(field)) return null;
  const [first = '', ...further] = field.split('.');
  if (!cached.has(first)) return notCached(first, table);
  // Which table a reference leads to is known with the dictionary only.
  const missing = further.find((name) => ![...tables.values()].some((fields) => fields.has(name)));
  if (missing === undefined) return null;
  return `No dataset caches the field ${missing} that ${field} leads to; add it to its table's dataset.`;
}

function notCached(field: string, table: string): string {
  return `The dataset of ${table} does not cache the field ${field}; add it to the dataset's fields.`;
}
