/**
 * The operators of encoded queries. A new one is a row here, and the compiler then asks for its row in `text-tests.ts`,
 * `sql-tests.ts` and `words.ts`.
 *
 * ServiceNow's documents are silent or disagree on some points. Outpost settles them once, for both evaluators:
 * - `=` is exact and case-sensitive: the documents say values are, and only then can a plain index answer it. So is
 *   `SAMEAS`, except that numbers are the same by their value.
 * - `!=`, `NOT IN`, `NOT LIKE` and `NOTON` also match empty values: the mobile client's `!=` does, and "not
 *   closed" that leaves out what has no state would hide work. Who wants it otherwise adds `^<field>ISNOTEMPTY`.
 * - `LIKE`, `STARTSWITH` and `ENDSWITH` ignore case in every script (see `fold.ts`) and know no wildcards: a `%` that
 *   a person types is a percent sign.
 * - An empty value is neither less nor more than anything: `<`, `<=`, `>`, `>=` and all that go by an order leave it
 *   out. It is in no list and has no time.
 * - `MATCH_RGX` is about the whole value and tells upper from lower case; `pattern.ts` says which patterns there are. A
 *   field with a pattern that is none of them, as of `MATCH_RGX_FIELD`, matches nothing, nor do two empty ones.
 * - Of `SAMEAS` and `NSAMEAS` an empty value is neither the same as another nor different (KB0715430).
 * - `BETWEEN` and `ON` take in both ends. `EMPTYSTRING` is `ISEMPTY`: a text that is empty and none at all come alike.
 * - `RELATIVE…` goes by the moment so long ago, `RELATIVEEE` by the hour, day, month that holds it.
 * - `LESSTHAN…@before@3` is before and at most so long before; at the very time is less than any time before or after.
 */
interface OperatorRow {
  /** Other ways to write it. The key itself is how it is printed. */
  also: readonly string[];
  /**
   * What follows the operator; all but `text` may not be empty (`state=` is "state is empty"). `values.ts` says how
   * each is written.
   */
  takes: Takes;
  /** Which side of a reference it looks at: the stored sys_id or the display value. Other types have one side. */
  reads: 'stored' | 'shown';
}

export type Takes =
  | ('nothing' | 'text' | 'value' | 'list' | 'range' | 'pattern')
  | ('field' | 'field and part' | 'field and distance' | 'distance' | 'span' | 'part' | 'dynamic filter');

export const operators = {
  '=': { also: [], takes: 'text', reads: 'stored' },
  '!=': { also: [], takes: 'text', reads: 'stored' },
  IN: { also: [], takes: 'list', reads: 'stored' },
  'NOT IN': { also: [], takes: 'list', reads: 'stored' },
  '<': { also: [], takes: 'value', reads: 'shown' },
  '<=': { also: [], takes: 'value', reads: 'shown' },
  '>': { also: [], takes: 'value', reads: 'shown' },
  '>=': { also: [], takes: 'value', reads: 'shown' },
  BETWEEN: { also: [], takes: 'range', reads: 'shown' },
  LIKE: { also: ['*', 'CONTAINS'], takes: 'value', reads: 'shown' },
  'NOT LIKE': { also: ['!*', 'NOTLIKE', 'DOES NOT CONTAIN'], takes: 'value', reads: 'shown' },
  STARTSWITH: { also: [], takes: 'value', reads: 'shown' },
  ENDSWITH: { also: ['%'], takes: 'value', reads: 'shown' },
  MATCH_RGX: { also: [], takes: 'pattern', reads: 'shown' },
  MATCH_RGX_FIELD: { also: [], takes: 'field', reads: 'shown' },
  ISEMPTY: { also: [], takes: 'nothing', reads: 'stored' },
  ISNOTEMPTY: { also: [], takes: 'nothing', reads: 'stored' },
  EMPTYSTRING: { also: ['ISEMPTYSTRING'], takes: 'nothing', reads: 'stored' },
  ANYTHING: { also: [], takes: 'nothing', reads: 'stored' },
  SAMEAS: { also: [], takes: 'field and part', reads: 'stored' },
  NSAMEAS: { also: [], takes: 'field and part', reads: 'stored' },
  GT_FIELD: { also: [], takes: 'field', reads: 'shown' },
  GT_OR_EQUALS_FIELD: { also: [], takes: 'field', reads: 'shown' },
  LT_FIELD: { also: [], takes: 'field', reads: 'shown' },
  LT_OR_EQUALS_FIELD: { also: [], takes: 'field', reads: 'shown' },
  IN_FIELD: { also: [], takes: 'field', reads: 'stored' },
  ON: { also: [], takes: 'span', reads: 'stored' },
  NOTON: { also: [], takes: 'span', reads: 'stored' },
  RELATIVEGT: { also: [], takes: 'distance', reads: 'stored' },
  RELATIVEGE: { also: [], takes: 'distance', reads: 'stored' },
  RELATIVELT: { also: [], takes: 'distance', reads: 'stored' },
  RELATIVELE: { also: [], takes: 'distance', reads: 'stored' },
  RELATIVEEE: { also: [], takes: 'distance', reads: 'stored' },
  MORETHAN: { also: [], takes: 'field and distance', reads: 'stored' },
  LESSTHAN: { also: [], takes: 'field and distance', reads: 'stored' },
  DATEPART: { also: [], takes: 'part', reads: 'stored' },
  INSTANCEOF: { also: [], takes: 'value', reads: 'stored' },
  DYNAMIC: { also: [], takes: 'dynamic filter', reads: 'stored' },
} as const satisfies Record<string, OperatorRow>;

export type Operator = keyof typeof operators;

const here = 'which cannot be evaluated on this laptop';
const rules = 'which belongs to the rules of the instance: they compare a record with what it was';

/** ServiceNow operators that Outpost refuses and that would otherwise be read as another one with an odd value. */
const refused: Readonly<Record<string, string>> = {
  IN_HIERARCHY: here,
  DOESNOTHAVE: here,
  EXCLUDING: here,
  VALCHANGES: rules,
  CHANGESFROM: rules,
  CHANGESTO: rules,
};

/** Every spelling, longest first, with its operator or why it is refused. */
const spellings: readonly (readonly [string, { operator: Operator } | { refused: string }])[] = [
  ...Object.entries(operators).flatMap(([key, { also }]) =>
    [key, ...also].map((spelling) => [spelling, { operator: key as Operator }] as const),
  ),
  ...Object.entries(refused).map(
    ([spelling, why]) => [spelling, { refused: `${spelling}, ${why}` }] as const,
  ),
].sort(([a], [b]) => b.length - a.length);

/** The operator that `text` begins with and what follows it, or why it is none that Outpost evaluates. */
export function leadingOperator(
  text: string,
): { operator: Operator; rest: string } | { refused: string | null } {
  const found = spellings.find(([spelling]) => text.startsWith(spelling));
  if (!found) return { refused: null };
  const [spelling, meant] = found;
  return 'refused' in meant ? meant : { operator: meant.operator, rest: text.slice(spelling.length) };
}
