import type { Action, Input } from '../schema.ts';
import type { Lawbook } from './law.ts';

/**
 * Why a condition on a form cannot ask for a field: it may ask for inputs by name, for the record as `record.<field>`, and
 * for what references among both lead to. Null where it can.
 */
export function obstacleInForm(
  field: string,
  action: Action,
  inputs: readonly Input[],
  { obstacleTo }: Lawbook,
): string | null {
  if (inputs.some(({ name }) => name === field)) return null;
  const [first = '', ...further] = field.split('.');
  const input = inputs.find(({ name }) => name === first);
  if (input?.type === 'reference') return obstacleTo(further.join('.'), input.table);
  if (first === 'record' && action.context === 'record' && further.length > 0) {
    const why = obstacleTo(further.join('.'), action.table);
    if (why === null || further.length > 1) return why;
  }
  return `${field} is neither an input of the form nor, as record.<field>, a cached field of the action ${action.id}.`;
}
