import definition from '../definition.json' with { type: 'json' };
import { result, type Answer } from '../http/answer.ts';

/** `GET /api/x_outpost/v1/definition`: the field-service app that Outpost shows. */
export function giveDefinition(): Answer {
  return result(definition);
}
