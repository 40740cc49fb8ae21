import type { Law, Lawbook } from './law.ts';
import type { Definition } from '../schema.ts';

/** Datasets, lists and record screens show only what is cached, and name only actions that fit them. */
export const screenLaws: Law = (definition, book) => {
  datasetLaws(definition, book);
  listLaws(definition, book);
  recordLaws(definition, book);
};

const datasetLaws: Law = (definition, { report, needsFields, needsFit }) => {
  definition.datasets.forEach(({ table, query, search, conflicts }, at) => {
    const path = `datasets[${at}]`;
    // A download is filtered by the instance, which knows more fields than are cached.
    const parsed = needsFit(`${path}.query`, query, () => null);
    if (parsed && parsed.order.length > 0) {
      report(`${path}.query`, 'A dataset has no order; leave ORDERBY to the lists.');
    }
    needsFields(`${path}.search`, table, search);
    for (const field of Object.keys(conflicts)) {
      const where = `${path}.conflicts.${field}`;
      if (!JOURNALS.has(field)) needsFields(where, table, [field]);
      else report(where, `${field} is never in conflict, notes are added; take it away.`);
    }
  });
};

const listLaws: Law = (definition, book) => {
  const { needsTable, needsFields, needsQuery } = book;
  definition.lists.forEach(({ table, query, columns, actions }, at) => {
    const path = `lists[${at}]`;
    needsTable(`${path}.table`, table);
    needsQuery(`${path}.query`, query, table);
    needsFields(`${path}.columns`, table, columns);
    namesActions(definition, book, `${path}.actions`, actions, table, true);
  });
};

const recordLaws: Law = (definition, book) => {
  const { report, needsTable, needsFields } = book;
  definition.records.forEach(({ table, title, sections, related, actions, stream }, at) => {
    const path = `records[${at}]`;
    const cached = book.cached(table);
    if (stream && cached && !cached.has('work_notes') && !cached.has('comments')) {
      report(
        `${path}.stream`,
        `A stream shows work_notes and comments; add one of them to the dataset of ${table}.`,
      );
    }
    needsTable(`${path}.table`, table);
    needsFields(`${path}.title`, table, [title]);
    sections.forEach(({ fields }, index) => {
      needsFields(`${path}.sections[${index}].fields`, table, fields);
    });
    related.forEach((list, index) => {
      needsTable(`${path}.related[${index}].table`, list.table);
      needsFields(`${path}.related[${index}].field`, list.table, [list.field]);
      needsFields(`${path}.related[${index}].columns`, list.table, list.columns);
    });
    namesActions(definition, book, `${path}.actions`, actions, table, false);
  });
};

/** Fields in which every change is one more note. */
const JOURNALS = new Set(['work_notes', 'comments']);

function namesActions(
  { actions }: Definition,
  { report }: Lawbook,
  path: string,
  ids: readonly string[],
  table: string,
  withoutRecord: boolean,
): void {
  ids.forEach((id, index) => {
    const action = actions.find((candidate) => candidate.id === id);
    if (!action)
      report(`${path}[${index}]`, `There is no action ${id}; add it to actions or take the name away.`);
    else if (action.context === 'none' && !withoutRecord) {
      report(
        `${path}[${index}]`,
        `The action ${id} is for no record (context none); name it in a list instead.`,
      );
    } else if (action.context === 'record' && action.table !== table) {
      report(`${path}[${index}]`, `The action ${id} is for records of ${action.table}, not of ${table}.`);
    }
  });
}
