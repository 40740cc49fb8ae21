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
  once(
    'datasets',
    'dataset of',
    datasets.map(({ table }) => table),
  );
  once(
    'records',
    'record screen of',
    records.map(({ table }) => table),
  );
  once(
    'lists',
    'list',
    lists.map(({ id }) => id),
  );
  once(
    'forms',
    'form',
    forms.map(({ id }) => id),
  );
  once(
    'actions',
    'action',
    actions.map(({ id }) => id),
  );
  forms.forEach((form, at) => {
    once(
      `forms[${at}].inputs`,
      'input',
      form.inputs.map(({ name }) => name),
    );
  });
};
