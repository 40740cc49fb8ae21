import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A process goes on sending although another one has taken over',
  breaks: ['twice', 'entry', 'frozen', 'held', 'journal'],
  seed: 21,
  script: 'another process takes over while a new token is fetched for a request',
  edits: [
    {
      file: 'main/outbox/lease.ts',
      find: '  if (reader.first(read, {})?.token !== token) throw new LeaseLost();',
      replace: '  if (Number(reader.first(read, {})?.token) < token) throw new LeaseLost();',
    },
  ],
};
