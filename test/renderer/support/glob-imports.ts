import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const GLOB = /import\.meta\.glob<\w+>\('([^*']+)\*\.ts', \{ eager: true \}\)/g;

/** Lets plain Node load sources that ask Vite for all files of a folder (`import.meta.glob` with `eager`), as the migrations are. */
export function registerGlobImports(): void {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (loaded.format !== 'module-typescript' || loaded.source === undefined) return loaded;
      const { source } = loaded;
      const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
      return text.includes('import.meta.glob') ? { ...loaded, source: withImports(text, url) } : loaded;
    },
  });
}

/** The text with a module by each path in the place of the glob. */
function withImports(text: string, url: string): string {
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
