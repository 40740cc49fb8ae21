/** What a line of the Outbox's journal says: an attempt, what the instance answered, or what a person decided. */
export type JournalWhat =
  | 'attempt'
  /** It is looked for on the instance before it is sent, or once more before it is sent again. */
  | 'look-first'
  | 'look-again'
  /** It has waited so long that a person is asked before it is sent. */
  | 'ask-first'
  | 'acknowledged'
  | 'step-acknowledged'
  | 'not-delivered'
  | 'no-answer'
  | 'retry-later'
  | 'sign-in-needed'
  | 'refused'
  | 'conflict'
  /** Outpost ended while it was being sent. */
  | 'interrupted'
  /** A look at the instance has shown what became of it. */
  | 'found-done'
  | 'found-not-done'
  | 'unclear'
  | 'try-again'
  | 'edited'
  | 'resolved'
  | 'discarded'
  | 'undone'
  | 'handed-over'
  | 'imported'
  /** Lines of entries settled long ago were taken away before this one. */
  | 'pruned';

/** Whether the journal is as it was written. */
export interface JournalCheck {
  lines: number;
  /** ISO instant of its first line; null while it is empty. */
  since: string | null;
  /** Number of the first line that was changed, is missing or was put in; null when none was. */
  broken: number | null;
}

/** A file for support, to be saved by the person. It holds nothing that anybody typed. */
export interface SupportFile {
  name: string;
  /** A JSON document a line. */
  text: string;
}
