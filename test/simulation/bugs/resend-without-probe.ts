import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What got no answer is sent again without a look at the instance',
  breaks: ['twice'],
  seed: 5,
  script: 'a gateway says 502 to a note that was done',
  edits: [
    {
      file: 'main/delivery/look.ts',
      find: 'settleLook(link, sender, looking, await lookAt(link, sender, looking));',
      replace: `settleLook(
    link,
    sender,
    looking,
    (await lookAt(link, sender, looking)).found === 'done' ? SAFE_TO_SEND : await lookAt(link, sender, looking),
  );`,
    },
  ],
};
