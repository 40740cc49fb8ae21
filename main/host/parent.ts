/** What a host tells the process that started it. */
export interface Ready {
  /** Address of the web host; `electron` for the other. */
  ready: string;
}

/** Says that the app answers: to `npm start`, which prints it, or on the terminal when nobody started us. */
export function reportReady(ready: string): void {
  if (process.send === undefined) console.log(`Outpost ready: ${ready}`);
  else process.send({ ready } satisfies Ready);
}

/**
 * Runs `close` when the starting process ends or lets go of us, however it ends: the channel between the two breaks
 * even when it is killed. Without a starting process it never runs.
 */
export function whenParentEnds(close: () => void): void {
  if (process.send === undefined) return;
  if (process.connected) process.once('disconnect', close);
  else close();
}
