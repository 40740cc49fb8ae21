import type { z } from 'zod';
import { actionLaws } from './laws/actions.ts';
import { formLaws } from './laws/forms.ts';
import { type Law, lawbook } from './laws/law.ts';
import { screenLaws } from './laws/screens.ts';
import { uniqueLaws } from './laws/unique.ts';
import type { DefinitionProblem } from './problem.ts';
import { type Definition, definitionSchema } from './schema.ts';

export type Checked = { ok: true; definition: Definition } | { ok: false; problems: DefinitionProblem[] };

const laws: Law[] = [uniqueLaws, screenLaws, formLaws, actionLaws];

/**
 * Reads a definition and holds it against every law (docs/definition.md). Returns all problems at once; a definition with any
 * problem is not taken into force.
 */
export function checkDefinition(json: unknown): Checked {
  const parsed = definitionSchema.safeParse(json);
  if (!parsed.success) {
    return { ok: false, problems: parsed.error.issues.map((issue) => shapeProblem(issue)) };
  }
  const book = lawbook(parsed.data);
  for (const law of laws) law(parsed.data, book);
  return book.problems.length === 0
    ? { ok: true, definition: parsed.data }
    : { ok: false, problems: book.problems };
}

function shapeProblem(issue: z.core.$ZodIssue): DefinitionProblem {
  const path = issue.path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
  return { path: path === '' ? '(the whole document)' : path, sentence: issue.message };
}
