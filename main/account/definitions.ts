import type { Database, Reader, Writer } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { checkDefinition } from '../definition/check.ts';
import type { DefinitionProblem } from '../definition/problem.ts';
import type { Definition } from '../definition/schema.ts';
import type { TableMeta } from '../instance/meta.ts';
import { Problem } from '../problem.ts';
import { buildCacheTables } from '../records/build.ts';
import { type Catalog, makeCatalog } from '../records/catalog.ts';
import { learnTable, readDictionary } from '../records/dictionary.ts';
import { indexesFor } from '../records/indexes.ts';
import type { User } from '../instance/instance.ts';

/**
 * The stored definition that was read last: an account that is opened again, or another one on the same instance, has the same.
 */
let last: { text: string; definition: Definition } | null = null;

/** The definition kept in the database, read again; null when there is none yet. Throws Problem `broken`. */
export function storedDefinition(reader: Reader): Definition | null {
  const text = readSetting(reader, 'definition');
  if (text === null) return null;
  if (last?.text === text) return last.definition;
  const checked = checkDefinition(JSON.parse(text));
  if (checked.ok) {
    last = { text, definition: checked.definition };
    return last.definition;
  }
  throw new Problem({
    kind: 'broken',
    message: `The stored definition is broken: ${inLines(checked.problems)}`,
  });
}

/** Whose problems they are: those of the instance's definition, or of a file that a person chose. */
type Refused = 'definition-problems' | 'definition-file-problems';

/** Problems of newer definitions that were refused; the one before them is in force. Empty when all is well. */
export function definitionProblems(reader: Reader): string[] {
  return [...problemsOf(reader, 'definition-file-problems'), ...problemsOf(reader, 'definition-problems')];
}

export function problemsOf(reader: Reader, refused: Refused): string[] {
  return JSON.parse(readSetting(reader, refused) ?? '[]') as string[];
}

/**
 * Holds a definition against the laws. Returns a good one; of a broken one the problems are written down for the Settings
 * screen, and null is returned: the last good one stays in force.
 */
export function judgeDefinition(
  database: Database,
  json: unknown,
  refused: Refused = 'definition-problems',
): Definition | null {
  const checked = checkDefinition(json);
  complain(
    database,
    checked.ok ? [] : checked.problems.map(({ path, sentence }) => `${path}: ${sentence}`),
    refused,
  );
  return checked.ok ? checked.definition : null;
}

/** Writes down what is wrong with a newer definition that was refused; nothing, when all is well. */
export function complain(database: Database, problems: readonly string[], refused: Refused): void {
  if (JSON.stringify(problems) === JSON.stringify(problemsOf(database, refused))) return;
  database.transaction((write) => {
    writeSetting(write, refused, JSON.stringify(problems));
  });
}

/** Takes a good definition into force: keeps it, learns its tables' dictionary and makes the cache tables fit. */
export function adoptDefinition(
  database: Database,
  given: { json: unknown; definition: Definition; metas: readonly TableMeta[]; user: User; at: string },
): Catalog {
  return database.transaction((write) => {
    for (const meta of given.metas) learnTable(write, meta);
    writeSetting(write, 'definition', JSON.stringify(given.json));
    writeSetting(write, 'definition-loaded-at', given.at);
    return fitCache(write, given.definition, given.user);
  });
}

/** The definition in force has come once more, and nothing else of what it means here. */
export function keepDefinition(database: Database, at: string): void {
  database.transaction((write) => {
    writeSetting(write, 'definition-loaded-at', at);
  });
}

/** The catalog of a definition, with the cache tables made to fit it. */
export function fitCache(write: Writer, definition: Definition, user: User): Catalog {
  const catalog = makeCatalog(definition, readDictionary(write), user);
  buildCacheTables(write, catalog.tables, indexesFor(definition, catalog.tables));
  return catalog;
}

function inLines(problems: readonly DefinitionProblem[]): string {
  return problems.map(({ path, sentence }) => `${path}: ${sentence}`).join('\n');
}
