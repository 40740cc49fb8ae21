/** `2026-11-22 15:09:00 - Nina Falk (Work notes)`: the head of an entry in a rendered journal (facts/servicenow.md C6). */
const HEAD = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.+?) \([^)]*\)$/;

/** One entry of a journal field such as `work_notes`. */
export interface JournalEntry {
  /** When it was written, in milliseconds as if the time shown were UTC; see `shownOffset`. */
  shownAt: number;
  author: string;
  text: string;
}

/** Reads a journal as the instance renders it for its user: the only form of it that ordinary users may read. */
export function readJournal(rendered: string): JournalEntry[] {
  const entries: { head: RegExpExecArray; lines: string[] }[] = [];
  for (const line of rendered.split(/\r?\n/)) {
    const head = HEAD.exec(line);
    if (head) entries.push({ head, lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ head: [, at = '', author = ''], lines }) => ({
    shownAt: readTime(at),
    author,
    text: lines.join('\n').trim(),
  }));
}

/**
 * Milliseconds by which the times a user is shown are ahead of UTC, by a field that tells both; null when the instance
 * shows times in a form that cannot be read.
 */
export function shownOffset(updatedOn: { value: string; display_value: string } | undefined): number | null {
  const offset = updatedOn ? readTime(updatedOn.display_value) - readTime(updatedOn.value) : Number.NaN;
  return Number.isNaN(offset) ? null : offset;
}

/** `YYYY-MM-DD HH:mm:ss` taken as UTC, in milliseconds; NaN for anything else. */
export function readTime(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
