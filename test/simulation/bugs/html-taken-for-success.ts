import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Whatever comes with a status of 200 is taken for an acknowledgement',
  seed: 1,
  edits: [
    {
      file: 'main/instance/transport.ts',
      find: '    if (!acknowledged || (json === undefined && answer.status !== 204)) {',
      replace: '    if (!acknowledged) {',
    },
    {
      file: 'main/instance/instance.ts',
      find: '  const parsed = schema.safeParse(told.json);',
      replace: `  const parsed = schema.safeParse(told.json ?? { result: { sys_id: '' } });`,
    },
  ],
};
