import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../support/imports.ts';

/** Every Markdown page of the project, from its root. */
export function pages(): string[] {
  const inside = ['docs', 'demo', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      posix.join(folder, file.replaceAll('\\', '/')),
    ),
  );
  return [...readdirSync(root), ...inside].filter((file) => file.endsWith('.md')).sort();
}

/** A page without its blocks of code. */
export function proseOf(page: string): string {
  return readFileSync(join(root, page), 'utf8').replaceAll(/^```.*?^```$/gms, '');
}

/** What stands between backticks in a page. */
export function spansOf(page: string): string[] {
  return [...proseOf(page).matchAll(/`([^`]+)`/g)].map((span) => span[1] ?? '');
}

/** Whether there is such a file or folder, seen from the root. */
export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

/** What headings of a page are called in links, as GitHub has it. */
export function anchorsOf(page: string): Set<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map((heading) => heading[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
