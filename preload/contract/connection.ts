/** What the status named "Connection" shows. `syncing` is online with a push or pull under way. */
export type ConnectionState = 'online' | 'offline' | 'syncing' | 'sign-in-needed';

/** The laptop's clock held against the instance's. */
export interface Clock {
  /** Instance clock minus device clock in milliseconds; null when it was never measured. */
  offset: number | null;
  /** ISO instant at which it was measured, by the laptop's clock. */
  measuredAt: string | null;
  /** It is so far off that people should be told. */
  isOff: boolean;
}

export interface Connection {
  state: ConnectionState;
  /** The switch "Work offline": the person wants nothing sent or fetched. */
  workOffline: boolean;
  /** Entries that are not yet acknowledged by the instance, whatever their state. */
  waiting: number;
  /**
   * What is being fetched or sent at this moment; null when idle. Entries (`push`) and records (`pull`, with the table's label)
   * are counted; of a file on its way (`upload`, with its name) the bytes. `total` null when the instance did not say.
   */
  progress: {
    what: 'push' | 'pull' | 'upload';
    name: string | null;
    done: number;
    total: number | null;
  } | null;
  /** ISO instant of the last complete push and pull. */
  lastSync: string | null;
  /** Why there is no connection, in words for a person; null when there is one. */
  reason: string | null;
}
