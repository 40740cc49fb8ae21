import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Whatever comes with a status of 200 is taken for an acknowledgement',
  breaks: ['lost'],
  seed: 20,
  script: 'a hotel answers in the place of the instance',
  edits: [
    {
      file: 'main/instance/transport.ts',
      find: '  if (!acknowledged || (json === undefined && status !== 204)) {',
      replace: '  if (!acknowledged) {',
    },
    {
      file: 'main/instance/requests.ts',
      find: '      const record = readAs(oneRecord, told).result;',
      replace: `      if (told.json === undefined) return {};
      const record = readAs(oneRecord, told).result;`,
    },
  ],
};
