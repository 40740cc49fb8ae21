/** What answers that are given by hand lead to is done. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
