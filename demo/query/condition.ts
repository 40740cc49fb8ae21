/** One condition of an encoded query: `state` `IN` `16,17`. */
export interface Condition {
  path: string;
  operator: string;
  value: string;
}

/** Different spellings of one operator. */
const spellings: Record<string, string> = {
  CONTAINS: 'LIKE',
  '*': 'LIKE',
  'DOES NOT CONTAIN': 'NOT LIKE',
  NOTLIKE: 'NOT LIKE',
  '!*': 'NOT LIKE',
  '%': 'ENDSWITH',
  ISEMPTYSTRING: 'EMPTYSTRING',
};

const operators = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'IN',
  'NOT IN',
  'LIKE',
  'NOT LIKE',
  'STARTSWITH',
  'ENDSWITH',
  'BETWEEN',
  'ISEMPTY',
  'ISNOTEMPTY',
  'EMPTYSTRING',
  'ANYTHING',
  'SAMEAS',
  'NSAMEAS',
  'GT_FIELD',
  'LT_FIELD',
  'GT_OR_EQUALS_FIELD',
  'LT_OR_EQUALS_FIELD',
  'ON',
  'NOTON',
  'RELATIVEGT',
  'RELATIVEGE',
  'RELATIVELT',
  'RELATIVELE',
  'RELATIVEEE',
  'MORETHAN',
  'LESSTHAN',
  'DATEPART',
  'MATCH_RGX',
  'MATCH_RGX_FIELD',
  'IN_FIELD',
  'IN_HIERARCHY',
  'IN_HIERARCHY_DYNAMIC',
  'DOESNOTHAVE',
  'EXCLUDING',
  // Known, so that `IN…` and the like are not read out of them. Only rules and notifications can ask them.
  'VALCHANGES',
  'CHANGESFROM',
  'CHANGESTO',
  'DYNAMIC',
  'INSTANCEOF',
  ...Object.keys(spellings),
].sort((a, b) => b.length - a.length);

/** Columns, walked over references; a tag is named by its sys_id, which may begin with a digit. */
const PATH = /^(?:sys_tags\.[0-9a-f]{32}|[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)/;

const RELATED = 'RLQUERY';
const TEXT = '123TEXTQUERY321';

/** Reads one condition, longest operator first; null when it is none. */
export function condition(piece: string): Condition | null {
  if (piece.startsWith(`${TEXT}=`))
    return { path: '', operator: 'TEXT', value: piece.slice(TEXT.length + 1) };
  if (piece.startsWith(RELATED)) return { path: '', operator: RELATED, value: piece.slice(RELATED.length) };
  const path = PATH.exec(piece)?.[0];
  if (path === undefined) return null;
  const rest = piece.slice(path.length);
  const operator = operators.find((candidate) => rest.startsWith(candidate));
  if (operator === undefined) return null;
  return { path, operator: spellings[operator] ?? operator, value: rest.slice(operator.length) };
}
