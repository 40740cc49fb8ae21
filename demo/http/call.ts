import type { Session } from '../access/session.ts';
import type { Upload } from '../files/upload.ts';
import type { Refusal } from '../refusal.ts';

/** A request that has been read. */
export interface Call {
  method: string;
  /** Path without the version of the API. */
  path: string;
  version: '' | 'v1' | 'v2';
  query: URLSearchParams;
  /** Header names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** The file that an upload brought, or why it cannot be taken; its bytes are not in the body. */
  upload?: Upload | Refusal;
}

/** A request by somebody who has been recognised. */
export interface SignedCall extends Call {
  session: Session;
  /** The parts of the path that the route named. */
  params: Readonly<Record<string, string>>;
}

/** Who asks for a change and by which request, as the ledger notes it. */
export interface Asking {
  session: Session;
  /** The request's `Idempotency-Key`. */
  key: string | null;
  request: string;
}

export function askingOf(call: SignedCall): Asking {
  const key = call.headers['idempotency-key'] ?? null;
  return { session: call.session, key, request: `${call.method} ${call.path}` };
}

/** A switch among the parameters. */
export function isOn(call: Call, parameter: string): boolean {
  return call.query.get(parameter) === 'true';
}

/** How a request is named to faults: `PATCH /api/now/table/wm_task/...`. */
export function nameOf(call: Call): string {
  const query = call.query.toString();
  return `${call.method} ${call.path}${query === '' ? '' : `?${query}`}`;
}
