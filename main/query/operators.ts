/**
 * The operators of encoded queries. A new one is a row here, and the compiler then asks for its row in `matches.ts`,
 * `toSql.ts` and `words.ts`.
 *
 * ServiceNow's documents are silent or disagree on some points. Outpost settles them once, for both evaluators:
 * - `=` is exact and case-sensitive: the documents say values are, and only then can a plain index answer it.
 * - `!=`, `NOT IN` and `NOT LIKE` also match empty values: the mobile client's `!=` does, and "not closed" that leaves
 *   out what has no state would hide work. Who wants it otherwise adds `^<field>ISNOTEMPTY`.
 * - `LIKE`, `STARTSWITH` and `ENDSWITH` ignore case in every script (see `fold.ts`) and know no wildcards: a `%` that
 *   a person types is a percent sign.
 * - An empty value is neither less nor more than anything: `<`, `<=`, `>` and `>=` leave it out.
 */
interface OperatorRow {
  /** Other ways to write it. The key itself is how it is printed. */
  also: readonly string[];
  /** What follows the operator; `value` and `list` may not be empty, `text` may (`state=` is "state is empty"). */
  takes: 'nothing' | 'text' | 'value' | 'list';
  /** Which side of a reference it looks at: the stored sys_id or the display value. Other types have one side. */
  reads: 'stored' | 'shown';
}

export const operators = {
  '=': { also: [], takes: 'text', reads: 'stored' },
  '!=': { also: [], takes: 'text', reads: 'stored' },
  IN: { also: [], takes: 'list', reads: 'stored' },
  'NOT IN': { also: [], takes: 'list', reads: 'stored' },
  '<': { also: [], takes: 'value', reads: 'shown' },
  '<=': { also: [], takes: 'value', reads: 'shown' },
  '>': { also: [], takes: 'value', reads: 'shown' },
  '>=': { also: [], takes: 'value', reads: 'shown' },
  LIKE: { also: ['*', 'CONTAINS'], takes: 'value', reads: 'shown' },
  'NOT LIKE': { also: ['!*', 'NOTLIKE', 'DOES NOT CONTAIN'], takes: 'value', reads: 'shown' },
  STARTSWITH: { also: [], takes: 'value', reads: 'shown' },
  ENDSWITH: { also: ['%'], takes: 'value', reads: 'shown' },
  ISEMPTY: { also: [], takes: 'nothing', reads: 'stored' },
  ISNOTEMPTY: { also: [], takes: 'nothing', reads: 'stored' },
  ANYTHING: { also: [], takes: 'nothing', reads: 'stored' },
} as const satisfies Record<string, OperatorRow>;

export type Operator = keyof typeof operators;

/** ServiceNow operators that Outpost does not evaluate and that would otherwise be read as `IN` with an odd value. */
const refused = ['INSTANCEOF', 'IN_FIELD', 'IN_HIERARCHY'];

/** Every spelling, longest first, with its operator; null for one that must be refused. */
const spellings: readonly (readonly [string, Operator | null])[] = [
  ...Object.entries(operators).flatMap(([key, { also }]) =>
    [key, ...also].map((spelling) => [spelling, key as Operator] as const),
  ),
  ...refused.map((spelling) => [spelling, null] as const),
].sort(([a], [b]) => b.length - a.length);

/** The operator that `text` begins with and what follows it; null when it begins with none that Outpost evaluates. */
export function leadingOperator(text: string): { operator: Operator; rest: string } | null {
  const found = spellings.find(([spelling]) => text.startsWith(spelling));
  if (!found?.[1]) return null;
  return { operator: found[1], rest: text.slice(found[0].length) };
}
