import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, sourceFiles } from './support/imports.ts';

/** A word that has another one for it, wherever it stands in the text of these folders: names, comments and sentences. */
interface Synonym {
  /** Every form of it, as one word in small letters. */
  is: RegExp;
  /** The word to use (docs/architecture.md, "Words"). */
  use: string;
  folders: string[];
}

const ours = ['main', 'preload', 'migrations', 'scripts', 'renderer'];

const synonyms: Synonym[] = [
  { is: /^mend(s|ed|ing)?$/, use: 'edit', folders: ours },
  { is: /^revis(e|es|ed|ing)$/, use: 'edit', folders: ours },
  { is: /^prob(e|es|ed|ing)$/, use: 'look', folders: ours },
  { is: /^aside$/, use: 'discard', folders: ours },
  // In the renderer's code a key of the keyboard is pressed.
  {
    is: /^press(es|ed|ing)?$/,
    use: 'trigger; on a screen, when it was entered',
    folders: ['main', 'preload', 'migrations', 'scripts', 'renderer/messages'],
  },
];

/** Names of the contract (preload/contract), which outside checks go by. */
const contractNames = /'outbox\.mend'|\b(?:Mended|MendingGroup|MendQuestion|mended|revises)\b/g;

/** A text without the names of the contract: they stay in code, and between backticks in a comment. */
function withoutContractNames(text: string): string {
  const inComments = /\/\*[^]*?\*\/|\/\/[^\n]*|<!--[^]*?-->/g;
  const code = (part: string) => part.replaceAll(contractNames, '');
  let end = 0;
  let kept = '';
  for (const { 0: comment, index } of text.matchAll(inComments)) {
    kept += code(text.slice(end, index)) + comment.replaceAll(/`[^`]*`/g, code);
    end = index + comment.length;
  }
  return kept + code(text.slice(end));
}

/** The words of a text in small letters, those that a name is made of each by itself: `draftOf` is `draft` and `of`. */
function wordsOf(text: string): string[] {
  return (text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((word) => word.toLowerCase());
}

function wrongIn(file: string, text: string): string[] {
  const words = wordsOf(withoutContractNames(text));
  return synonyms
    .filter(({ folders }) => folders.some((folder) => file.startsWith(`${folder}/`)))
    .flatMap(({ is, use }) => {
      const found = words.find((word) => is.test(word));
      return found === undefined ? [] : [`${file}: "${found}" (use: ${use})`];
    });
}

test('one thing has one word', () => {
  const wrong = sourceFiles(...ours).flatMap((file) => wrongIn(file, readFileSync(join(root, file), 'utf8')));
  expect(wrong).toEqual([]);
});

test('what is discarded is undone, not brought back', () => {
  const wrong = sourceFiles('main', 'preload', 'renderer').filter((file) =>
    /\b(?:br(?:ing|ings|ought))(?: \w+){0,3} back\b/i.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test.for([
  ['main/drafts/drafts.ts', 'export function draftMending() {}', '"mending" (use: edit)'],
  ['main/drafts/drafts.ts', '/** The entry that it revises. */', '"revises" (use: edit)'],
  ['renderer/state/place.ts', 'const toProbe = 1;', '"probe" (use: look)'],
  ['preload/contract/outbox.ts', '// Set aside by a person.', '"aside" (use: discard)'],
  [
    'renderer/messages/en.ts',
    "at: 'pressed at'",
    '"pressed" (use: trigger; on a screen, when it was entered)',
  ],
] as const)('it is noticed in %s: %s', ([file, text, said]) => {
  expect(wrongIn(file, text)).toEqual([`${file}: ${said}`]);
});

test.for([
  ['main/ipc/handlers.ts', "'outbox.mend': (question: MendQuestion) => result.mended"],
  ['main/drafts/drafts.ts', '/** Null without `revises`. */ revises: number | null;'],
  ['renderer/parts/Dialog.svelte', '/** Escape was pressed. */'],
  ['main/query/words.ts', 'const compressed = suppress(expression);'],
] as const)('it is no mistake in %s: %s', ([file, text]) => {
  expect(wrongIn(file, text)).toEqual([]);
});

/** By name: the files that declare a type so called, and whether one of them exports it. */
function typesIn(folder: string): Map<string, { files: Set<string>; isExported: boolean }> {
  const declaration =
    /^[ \t]*(export )?(?:declare )?(?:abstract )?(?:interface|type|class|enum) (\w+)(?= ?[<={]| extends| implements)/gm;
  const types = new Map<string, { files: Set<string>; isExported: boolean }>();
  for (const file of sourceFiles(folder)) {
    for (const [, exported, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(declaration)) {
      const known = types.get(name) ?? { files: new Set(), isExported: false };
      types.set(name, {
        files: known.files.add(file),
        isExported: known.isExported || exported !== undefined,
      });
    }
  }
  return types;
}

test.for(['main', 'renderer'])('in %s the name of an exported type is the name of no other', (folder) => {
  const twice = [...typesIn(folder)].filter(([, { files, isExported }]) => isExported && files.size > 1);
  expect(twice.map(([name, { files }]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
});
