import { QueryError } from '../../query/error.ts';
import { fieldsOf } from '../../query/fieldsOf.ts';
import { parse } from '../../query/parse.ts';
import type { Query } from '../../query/tree.ts';
import type { DefinitionProblem } from '../check.ts';
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
  /** Reports a query that cannot be read (and answers null), or that uses a field that is not among `fields`. */
  needsQuery: (path: string, query: string, table: string, fields?: ReadonlySet<string>) => Query | null;
}

/** Cached of every table without being named. */
const SYSTEM = ['sys_id', 'sys_mod_count', 'sys_updated_on', 'sys_updated_by', 'sys_created_on'];

export function lawbook(definition: Definition): Lawbook {
  const problems: DefinitionProblem[] = [];
  const tables = new Map(
    definition.datasets.map((dataset) => [dataset.table, new Set([...SYSTEM, ...dataset.fields])]),
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
    needsQuery: (path, query, table, fields = tables.get(table)) => {
      try {
        const parsed = parse(query);
        for (const field of fieldsOf(parsed)) {
          if (fields && !fields.has(field)) report(path, notCached(field, table));
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

function notCached(field: string, table: string): string {
  return `The dataset of ${table} does not cache the field ${field}; add it to the dataset's fields.`;
}
