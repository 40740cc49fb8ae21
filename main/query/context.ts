/** What a query may refer to besides the record: who asks. */
export interface QueryContext {
  /** sys_id of the signed-in user, never empty: an empty one would make "assigned to me" mean "assigned to nobody". */
  userId: string;
}
