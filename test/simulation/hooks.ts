import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** One change of a source text; `find` occurs exactly once in the file. */
export interface Edit {
  /** Path from the top of the project. */
  file: string;
  find: string;
  replace: string;
}

const top = join(import.meta.dirname, '../..');
const connection = pathToFileURL(join(import.meta.dirname, 'connection.ts')).href;

/**
 * Readies this thread for running main/ from its sources: migrations are found as Vite finds them, the database's
 * connections become mortal, and `edits` are made to the sources as they are loaded. To be called before any of them is.
 */
export function registerFor(edits: readonly Edit[]): void {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  const ours = `${pathToFileURL(top).href}/`;
  registerHooks({
    resolve: (specifier, context, next) => {
      const mortal = specifier === 'better-sqlite3' && context.parentURL?.startsWith(`${ours}main/database/`);
      return mortal === true ? { url: connection, shortCircuit: true } : next(specifier, context);
    },
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!url.startsWith(ours) || loaded.format !== 'module-typescript') return loaded;
      const file = url.slice(ours.length);
      const edited = byFile.get(file);
      if (!edited && file !== 'main/database/migrate.ts') return loaded;
      let text = textOf(loaded.source);
      for (const edit of edited ?? []) text = applied(text, edit);
      return { ...loaded, source: withGlobs(text, url) };
    },
  });
}

/** The text with the edit made. Throws when the place is not there or not the only one. */
export function applied(text: string, { file, find, replace }: Edit): string {
  const pieces = text.split(find);
  if (pieces.length !== 2) throw new Error(`${file} has ${pieces.length - 1} places that read: ${find}`);
  return pieces.join(replace);
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray | undefined): string {
  if (source === undefined) throw new Error('A source text is missing');
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
}

const GLOB = /import\.meta\.glob<\w+>\('([^*']+)\*\.ts', \{ eager: true \}\)/g;

/** What Vite makes of `import.meta.glob` with `eager`: a module by each path. */
function withGlobs(text: string, url: string): string {
  const imports: string[] = [];
  const body = text.replaceAll(GLOB, (_, folder: string) => {
    const names = readdirSync(fileURLToPath(new URL(folder, url))).filter((name) => name.endsWith('.ts'));
    const entries = names.map((name) => {
      imports.push(`import * as glob${imports.length} from '${folder}${name}';`);
      return `'${folder}${name}': glob${imports.length - 1}`;
    });
    return `{ ${entries.join(', ')} }`;
  });
  return `${imports.join(' ')}${body}`;
}
