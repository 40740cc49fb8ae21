/**
 * What must hold, by the word it goes by: everything that the simulation judges. A planted bug says which of these it breaks.
 */
export const claims = {
  told: 'What a person was told is saved is on the disk by then, and stays there',
  lost: 'What was sent was done, every step of it',
  twice: 'Nothing is done twice',
  refused: 'What is refused, the instance has refused, and it was not done',
  entry: 'Nothing is sent before its entry and its attempt are on the disk, nor done without an entry',
  frozen: 'A request keeps its key through all attempts, and a key its payload',
  order: 'On each record things are done in the order in which they were pressed',
  held: 'Nothing goes past what waits on a record of its own, nor before the record it refers to',
  asked: 'Nothing that has waited for weeks goes before its person has said so once more',
  unseen: 'Nobody writes over what somebody else wrote and they have never seen',
  user: 'Everybody’s actions go in their own name',
  view: 'What is shown is what the instance last said, with the changes of what waits laid over it',
  copies: 'At rest what is cached is what the instance has',
  rest: 'What can be sent has somebody who will, and without trouble everything comes to rest',
  journal: 'The journal is unbroken, and tells of every entry what has become of it',
  mistake: 'Outpost reports no mistake of its own',
} as const;
export type Claim = keyof typeof claims;

/** Something that must hold does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly claim: Claim;

  /** `what`: this time, with the presses and entries by their numbers. */
  constructor(claim: Claim, what: string) {
    super(what);
    this.claim = claim;
  }
}
