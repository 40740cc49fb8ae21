import { readFileSync } from 'node:fs';
import { checkDefinition } from './check.ts';

/** `npm run definition -- check FILE`: one problem a line as `path: sentence`; exit 1 if there is any. */
const [verb, file, ...rest] = process.argv.slice(2);
if (verb !== 'check' || file === undefined || rest.length > 0) {
  console.error('usage: npm run definition -- check FILE');
  process.exit(2);
}
process.exitCode = check(file);

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
