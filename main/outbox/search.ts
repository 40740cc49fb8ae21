import { type RawBuilder, sql } from 'kysely';

/**
 * What a person types to find an entry: words of the action or of the record's name, or its number (`#12`). Every word has
 * to occur. Null when nothing was typed.
 */
export function matchesWords(search: string): RawBuilder<boolean> | null {
  const words = search.split(/\s+/).filter(Boolean);
  if (words.length === 0) return null;
  const conditions = words.map((word) => {
    const like = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const number = /^#?(\d+)$/.exec(word)?.[1];
    const isNumbered = number === undefined ? sql`0` : sql`seq = +${Number(number)}`;
    return sql`(label LIKE ${like} ESCAPE '\\' OR title LIKE ${like} ESCAPE '\\' OR ${isNumbered})`;
  });
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}
