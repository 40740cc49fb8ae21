import type { Law } from './law.ts';

/** Ids name one thing each, and a table has one dataset and one record screen. */
export const uniqueLaws: Law = ({ datasets, lists, records, forms, actions }, { report }) => {
  const once = (kind: string, what: string, names: string[]) => {
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) {
        report(`${kind}[${index}]`, `There is another ${what} ${name}; each may be there only once.`);
      }
    });
  };
  const ids = (things: readonly { id: string }[]) => things.map(({ id }) => id);
  const tables = (things: readonly { table: string }[]) => things.map(({ table }) => table);
  once('datasets', 'dataset of', tables(datasets));
  once('records', 'record screen of', tables(records));
  once('lists', 'list', ids(lists));
  once('forms', 'form', ids(forms));
  once('actions', 'action', ids(actions));
  forms.forEach(({ inputs }, at) => {
    const names = inputs.map(({ name }) => name);
    once(`forms[${at}].inputs`, 'input', names);
  });
};
