import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One import in a source file. */
export interface Import {
  /** The file that imports, from the root of the project. */
  from: string;
  /** A path from the root of the project, or a package as it is written. */
  to: string;
  /** Nothing of it is left at run time. */
  typesOnly: boolean;
  /** It is passed on to whoever imports the file: `export … from`. */
  passedOn: boolean;
}

export const root = join(import.meta.dirname, '../..');

/** Every source file under these folders, from the root of the project. */
export function sourceFiles(...folders: string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        posix.join(folder, file.replaceAll('\\', '/')),
      ),
    )
    .filter((file) => /\.(ts|js|svelte)$/.test(file))
    .sort();
}

/** The imports of a file: static ones, `import()`, and Vite's `import.meta.glob` as one of the folder it looks in. */
export function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typesOnly: boolean, passedOn = false) => {
    const to = specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
    found.push({ from: file, to, typesOnly, passedOn });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      add(node.moduleSpecifier.text, isOfTypes(node.importClause));
    } else if (
      ts.isExportDeclaration(node) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      add(node.moduleSpecifier.text, node.isTypeOnly, true);
    } else if (
      ts.isImportTypeNode(node) &&
      ts.isLiteralTypeNode(node.argument) &&
      ts.isStringLiteral(node.argument.literal)
    ) {
      add(node.argument.literal.text, true);
    } else if (ts.isCallExpression(node)) {
      const [what] = node.arguments;
      const text = what && ts.isStringLiteral(what) ? what.text : null;
      if (text !== null && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(text, false);
      if (text !== null && node.expression.getText() === 'import.meta.glob') add(posix.dirname(text), false);
    }
    ts.forEachChild(node, visit);
  };
  for (const text of scriptsOf(file)) visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function isOfTypes(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings: named, name } = clause;
  if (name || !named || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function scriptsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  if (!file.endsWith('.svelte')) return [text];
  return [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map((match) => match[1] ?? '');
}

/** Groups of files that import each other in a circle, each in order of name. */
export function circles(imports: readonly Import[]): string[][] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const reachable = (start: string): Set<string> => {
    const reached = new Set<string>();
    const waiting = [start];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const { to } of next.get(file) ?? []) {
        if (reached.has(to)) continue;
        reached.add(to);
        waiting.push(to);
      }
    }
    return reached;
  };
  const reach = new Map([...next.keys()].map((file) => [file, reachable(file)]));
  const groups = [...reach]
    .filter(([file, reached]) => reached.has(file))
    .map(([file, reached]) =>
      [...reached]
        .filter((other) => reach.get(other)?.has(file))
        .sort()
        .join('\n'),
    );
  return [...new Set(groups)].sort().map((group) => group.split('\n'));
}
