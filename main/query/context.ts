/** What a query may refer to besides the record: who asks, and when and where. */
export interface QueryContext {
  /** sys_id of the signed-in user, never empty: an empty one would make "assigned to me" mean "assigned to nobody". */
  userId: string;
  /** The name the user signs in with. */
  userName: string;
  /** The moment of the question, in milliseconds since 1970. */
  now: number;
  /** IANA name of the zone the user lives in, such as `Europe/Vienna`: a day is the user's day. */
  timeZone: string;
  /** For `INSTANCEOF`: the classes that each class extends. Of a class that is not in it only records of its own are known. */
  classes?: ReadonlyMap<string, readonly string[]>;
}
