import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourceFiles } from '../support/imports.ts';
import { isThere } from './pages.ts';

/**
 * What comments cite is in the repository: the page, and on it the row, finding, trap or fact. Where a fact comes from may be
 * said by a path in ServiceNowDocs as well.
 */
interface Citation {
  file: string;
  page: string;
  /** `row 5`, `finding 7`, `trap 2`, `C6.4`; null for the page as a whole. */
  place: string | null;
}

const comments = /\/\*.*?\*\/|(?:^|\s)\/\/ [^\n]*|<!--.*?-->/gs;
const cited = /([\w./-]+\.md)(?:,? ((?:row|finding|trap) \d+|C\d+(?:\.\d+)?))?/g;

function citationsIn(file: string): Citation[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(comments)].flatMap(([comment]) => {
    if (comment.includes('ServiceNowDocs')) return [];
    const line = comment.replaceAll(/\s*\n\s*(?:\*|\/\/)? ?/g, ' ');
    return [...line.matchAll(cited)].map(([, page = '', place = null]) => ({ file, page, place }));
  });
}

const citations = sourceFiles('main', 'preload', 'renderer', 'migrations', 'demo', 'test').flatMap(
  citationsIn,
);

/** How a page marks a place that can be cited. */
function isOnPage({ page, place }: Citation): boolean {
  if (!isThere(page)) return false;
  if (place === null) return true;
  const text = readFileSync(join(root, page), 'utf8');
  const [kind = '', number = ''] = place.split(' ');
  const marks: Record<string, RegExp> = {
    row: new RegExp(`^\\| ${number} +\\|`, 'm'),
    finding: new RegExp(`^${number}\\. `, 'm'),
    trap: new RegExp(`^### Trap ${number}:`, 'm'),
  };
  return marks[kind]?.test(text) ?? (text.includes(`**${place}**`) || text.includes(`\n## ${place} `));
}

test('every citation in a comment leads to what it names', () => {
  const broken = citations.filter((citation) => !isOnPage(citation));
  expect(broken.map(({ file, page, place }) => `${file} cites ${page} ${place ?? ''}`)).toEqual([]);
});
