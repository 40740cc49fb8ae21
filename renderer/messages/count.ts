const number = new Intl.NumberFormat('en-GB');

/** A number in a sentence. */
export function count(amount: number): string {
  return number.format(amount);
}
