import { readFileSync } from 'node:fs';
import { checkDefinition } from './check.ts';
import { definitionJsonSchema } from './json-schema.ts';

/**
 * `npm run definition -- check FILE`: one problem a line as `path: sentence`; exit 1 if there is any.
 * `npm run definition -- schema`: the JSON Schema for editors, as kept in demo/definition.schema.json.
 */
const [verb, file, ...rest] = process.argv.slice(2);
if (verb === 'schema' && file === undefined) {
  console.log(JSON.stringify(definitionJsonSchema(), null, 2));
} else if (verb === 'check' && file !== undefined && rest.length === 0) {
  process.exitCode = check(file);
} else {
  console.error('usage: npm run definition -- check FILE\n       npm run definition -- schema');
  process.exitCode = 2;
}

function check(path: string): number {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    console.log(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
  const checked = checkDefinition(json);
  if (checked.ok) {
    console.log(`${path} is a good definition (version ${checked.definition.version})`);
    return 0;
  }
  for (const { path: where, sentence } of checked.problems) console.log(`${where}: ${sentence}`);
  return 1;
}
