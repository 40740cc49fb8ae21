import type { LocalFailure } from '../preload/contract/failure.ts';

/** Something a person asked for cannot be done, for a reason Outpost itself sees; crosses the bridge as its `failure`. */
export class Problem extends Error {
  readonly failure: LocalFailure;

  constructor(failure: LocalFailure) {
    super(failure.message);
    this.name = 'Problem';
    this.failure = failure;
  }
}
