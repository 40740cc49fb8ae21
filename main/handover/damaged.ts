import { Problem } from '../problem.ts';

/** What is thrown wherever a handed-over file turns out not to be as it was made. */
export function damaged(): Problem {
  return new Problem({
    kind: 'broken',
    message: 'The file is damaged or not whole. Copy it again from the other laptop; nothing was imported.',
  });
}
