import type { Law } from './law.ts';

/** Inputs choose from what is cached; rules speak of inputs and of the record's cached fields. */
export const formLaws: Law = ({ forms, actions }, book) => {
  const { report, needsTable, needsFields, needsQuery, needsFit, obstacleTo } = book;
  forms.forEach((form, at) => {
    const users = actions.filter((action) => action.form === form.id);
    if (users.length === 0)
      report(`forms[${at}]`, `No action uses the form ${form.id}; name it in one or drop it.`);

    form.inputs.forEach((input, index) => {
      const path = `forms[${at}].inputs[${index}]`;
      if (input.type === 'reference') {
        needsTable(`${path}.table`, input.table);
        needsQuery(`${path}.query`, input.query, input.table);
        needsFields(path, input.table, [
          input.display,
          ...(input.detail === undefined ? [] : [input.detail]),
        ]);
      } else if (input.type === 'choice' && 'field' in input.choices) {
        needsTable(`${path}.choices.table`, input.choices.table);
        needsFields(`${path}.choices.field`, input.choices.table, [input.choices.field]);
      }
    });

    const inputs = new Map(form.inputs.map((input) => [input.name, input]));
    form.rules.forEach((rule, index) => {
      const path = `forms[${at}].rules[${index}]`;
      for (const action of users) {
        needsFit(`${path}.when`, rule.when, (field) => {
          if (inputs.has(field)) return null;
          const [first = '', ...further] = field.split('.');
          const input = inputs.get(first);
          if (input?.type === 'reference') return obstacleTo(further.join('.'), input.table);
          if (first === 'record' && action.context === 'record' && further.length > 0) {
            const why = obstacleTo(further.join('.'), action.table);
            if (why === null || further.length > 1) return why;
          }
          return `${field} is neither an input of the form nor, as record.<field>, a cached field of the action ${action.id}.`;
        });
      }
      for (const effect of ['mandatory', 'readOnly', 'hidden'] as const) {
        for (const name of rule[effect]) {
          if (!inputs.has(name)) report(`${path}.${effect}`, `The form has no input ${name}.`);
        }
      }
    });
  });
};
