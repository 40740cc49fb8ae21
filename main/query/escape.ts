import { QueryError } from './error.ts';
import { isScript } from './functions.ts';

/**
 * A text as the value of a condition, for queries put together from what a person typed or a record holds. There is no
 * known way to write `^` in a value, so it is refused rather than spliced in as a term of its own, and so is what would
 * be read as script. Of an `IN` list each member goes through here, and none may hold a comma. Throws QueryError.
 */
export function queryValue(text: string): string {
  if (text.includes('^')) throw new QueryError(text, `"${text}" holds a ^, which a query cannot search for`);
  if (isScript(text)) throw new QueryError(text, `"${text}" would be read as a script`);
  return text;
}
