import { z } from 'zod';
import { definitionSchema } from './schema.ts';

/** The JSON Schema of a definition, so that editors complete and explain it. The laws go further; `check` holds them. */
export function definitionJsonSchema(): unknown {
  return { title: 'Outpost definition', ...z.toJSONSchema(definitionSchema, { io: 'input' }) };
}
