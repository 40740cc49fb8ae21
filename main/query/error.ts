/** A query that cannot be read, or names what does not exist. The message is a sentence that names the term. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
  /** The part of the query that is wrong, as written: a condition, an order key, a value or the whole text. */
  readonly term: string;

  constructor(term: string, sentence: string) {
    super(sentence);
    this.term = term;
  }
}
