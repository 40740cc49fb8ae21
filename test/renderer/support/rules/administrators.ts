import type { Rule } from '../../../../demo/records/rule.ts';

/** A rule of the instance besides the demo's own, so that a form with a person in it can be refused. */
export const administratorsDoNoFieldWork: Rule = {
  name: 'Administrators do no field work',
  table: 'wm_task',
  when: 'before',
  on: ['update'],
  run: (change) => {
    const person = change.records.store.get('sys_user', change.now('assigned_to'));
    if (change.moves('assigned_to') && person?.['title'] === 'System administrator') change.abort();
  },
};
