import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, isThere, pages, proseOf, spansOf } from './pages.ts';

/** Links and paths in the pages lead somewhere; nothing is passed over. */

/** Folders of the project; code spans that begin with one are paths. */
const folders = /^(?:main|preload|renderer|migrations|demo|scripts|test|docs|\.ci)\//;

function withoutCode(page: string): string {
  return proseOf(page).replaceAll(/`[^`]*`/g, '`code`');
}

/** Targets of a page's links, those of other sites included. */
function targetsOf(page: string): string[] {
  const text = withoutCode(page);
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((link) => link[1] ?? '');
  const defined = [...text.matchAll(/^\[[^\]]+\]: (\S+)$/gm)].map((definition) => definition[1] ?? '');
  return [...inline, ...defined];
}

/** Why a link leads nowhere; null when it leads somewhere. */
function brokenLink(page: string, target: string): string | null {
  if (URL.canParse(target)) return new URL(target).protocol === 'https:' ? null : `${target} is no https`;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : posix.join(posix.dirname(page), path);
  if (!isThere(file)) return `${target} is not there`;
  return anchor === undefined || anchorsOf(file).has(anchor) ? null : `${target} has no such heading`;
}

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`. */
function spelledOut(path: string): string[] {
  const [whole, before = '', choices = '', after = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  if (whole === undefined) return [path];
  return choices.split(',').flatMap((choice) => spelledOut(`${before}${choice}${after}`));
}

test('every link leads somewhere', () => {
  const broken = pages().flatMap((page) =>
    targetsOf(page).flatMap((target) => {
      const why = brokenLink(page, target);
      return why === null ? [] : [`${page}: ${why}`];
    }),
  );
  expect(broken).toEqual([]);
});

/** References in a page without an address, and addresses that nothing refers to. */
function loose(page: string): string[] {
  const text = withoutCode(page);
  const defined = new Set([...text.matchAll(/^\[([^\]]+)\]: /gm)].map((definition) => definition[1] ?? ''));
  const prose = text.replaceAll(/^\[[^\]]+\]: .*$/gm, '');
  const used = [...prose.matchAll(/\]\[([^\]]+)\]/g)].map((reference) => reference[1] ?? '');
  const unused = [...defined].filter((name) => !prose.includes(`[${name}]`));
  return [...used.filter((name) => !defined.has(name)), ...unused].map((name) => `${page}: [${name}]`);
}

test('every reference has its address, and every address its reference', () => {
  expect(pages().flatMap(loose)).toEqual([]);
});

test('every path of the project that is named is there', () => {
  const missing = pages().flatMap((page) => {
    const named = spansOf(page).filter((span) => folders.test(span));
    return [...new Set(named.flatMap(spelledOut))]
      .filter((path) => !isThere(path))
      .map((path) => `${page}: ${path}`);
  });
  expect(missing).toEqual([]);
});
