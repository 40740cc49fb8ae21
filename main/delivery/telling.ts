import type { Request } from '../instance/requests.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { type Acknowledged, tellOf } from './acknowledged.ts';

/** A request whose answer tells the step's record. */
export function telling(
  step: { table: string; sys_id: string },
  { ask, read }: Request<RemoteRecord | null>,
): Request<Acknowledged> {
  return { ask, read: (told) => tellOf(step, read(told)) };
}
