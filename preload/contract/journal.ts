/** What a line of the Outbox's journal says: an attempt, what the instance answered, or what a person decided. */
export type JournalWhat =
  | 'attempt'
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
  /** It may be there already, so it is looked for before it is sent. */
  | 'looking-first'
  /** The instance was asked what became of it. */
  | 'found-done'
  | 'found-not-done'
  /** Not there, but the request may still be on its way. */
  | 'not-there-yet'
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
