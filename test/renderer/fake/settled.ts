/** Waits until every answer that is under way has been taken in. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
