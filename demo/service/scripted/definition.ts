import { result, type Answer } from '../../http/answer.ts';
import type { Instance } from '../../instance.ts';

/** `GET /api/x_outpost/v1/definition`: the field-service app that Outpost shows. */
export function giveDefinition({ definition }: Instance): Answer {
  return result(definition);
}
