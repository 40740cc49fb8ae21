import { z } from 'zod';
import { Failed } from './failed.ts';
import {
  anyType,
  attachmentRecord,
  isAttachment,
  manyAttachments,
  oneAttachment,
  type Upload,
  uploadPath,
} from './attachment.ts';
import { batchOf, type Outcome, outcomesOf } from './batch.ts';
import { type TableMeta, tableMeta } from './meta.ts';
import type { Page, PageQuestion } from './page.ts';
import { parameters, shape } from './parameters.ts';
import { manyRecords, oneRecord, type RemoteRecord } from './record.ts';
import { readAs, type Request } from './requests.ts';
import type { Tokens } from './tokens.ts';
import type { Told, Transport } from './transport.ts';
import type { Ask } from './wire.ts';

export interface User {
  sys_id: string;
  name: string;
  userName: string;
}

const currentUser = z.object({
  result: z.object({ user_sys_id: z.string(), user_name: z.string(), user_display_name: z.string() }),
});
const zones = z.object({ result: z.array(z.object({ time_zone: z.string().optional() })) });
const scripted = z.object({ result: z.unknown() });

/**
 * The REST surface of one ServiceNow instance for one signed-in user. Every method throws Failed and nothing else
 * when the instance did not acknowledge, and what `leaving` throws. `key` is the Idempotency-Key of a write; `leaving` is
 * called right before it leaves, once more when it has to be repeated with a new token.
 */
export class Instance {
  readonly #transport: Transport;
  readonly #tokens: Tokens;
  readonly #now: () => number;
  #zone = '';

  constructor(transport: Transport, tokens: Tokens, now: () => number) {
    this.#transport = transport;
    this.#tokens = tokens;
    this.#now = now;
  }

  /** Instance clock minus device clock in milliseconds, as last measured; null when it never was. */
  get clockOffset(): number | null {
    return this.#transport.clock.measured?.offset ?? null;
  }

  /** What the instance's clock said in its last answer (milliseconds); null before the first. */
  get answeredAt(): number | null {
    return this.#transport.clock.told;
  }

  /** The time zone in which the instance shows times to this user, as `reach` was told; the laptop's when it was not. */
  get zone(): string {
    return this.#zone === '' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : this.#zone;
  }

  /** One small question with little patience: is the instance there and does it know us? `user` is the sys_id of who is signed in. */
  async reach(user: string): Promise<void> {
    const asked = parameters({
      sysparm_query: `sys_id=${user}`,
      sysparm_limit: '1',
      sysparm_fields: 'time_zone',
      sysparm_no_count: 'true',
    });
    const told = await this.#ask({
      method: 'GET',
      path: `/api/now/table/sys_user?${asked}`,
      patienceMs: 5000,
    });
    this.#zone = readAs(zones, told).result[0]?.time_zone ?? '';
  }

  async page({ table, query, fields, limit, offset, count }: PageQuestion): Promise<Page> {
    const asked = parameters({
      ...shape(fields),
      sysparm_query: query,
      sysparm_limit: String(limit),
      sysparm_offset: String(offset),
      sysparm_no_count: String(!count),
    });
    const told = await this.#ask({ method: 'GET', path: `/api/now/table/${table}?${asked}` });
    const total = Number(told.headers['x-total-count']);
    const link = String(told.headers['link'] ?? '');
    const { result } = readAs(manyRecords, told);
    const more = link === '' ? result.length >= limit : link.includes('rel="next"');
    return { records: result, total: count && Number.isFinite(total) ? total : null, more };
  }

  /** One record, or null when it is gone or hidden (the instance does not say which). */
  async record(table: string, sysId: string, fields: readonly string[]): Promise<RemoteRecord | null> {
    try {
      const path = `/api/now/table/${table}/${sysId}?${parameters(shape(fields))}`;
      return readAs(oneRecord, await this.#ask({ method: 'GET', path })).result;
    } catch (error) {
      if (error instanceof Failed && error.failure.kind === 'refused' && error.failure.status === 404)
        return null;
      throw error;
    }
  }

  /** Sends one request by itself. Returns what it reads in the answer. */
  async send<T>(request: Request<T>, leaving?: () => void): Promise<T> {
    return request.read(await this.#ask({ ...request.ask, leaving }));
  }

  /**
   * Sends several requests as one. Returns what became of each, in the order given; null for one that the instance did not come
   * to. They must not depend on each other: in which order the instance does them is not documented. Throws Failed when the
   * whole did not get through; then `no-answer` is true of each. `id` names the batch.
   */
  async sendTogether<T>(
    requests: readonly Request<T>[],
    id: string,
    leaving?: () => void,
  ): Promise<(Outcome<T> | null)[]> {
    return outcomesOf(await this.#ask({ ...batchOf(requests, id), leaving }), requests, this.#now());
  }

  /** Attaches a file to a record, by stream. Returns its metadata; `sent` is told of the bytes on their way. */
  async upload(
    upload: Upload,
    key: string,
    sent: (bytes: number) => void,
    leaving?: () => void,
  ): Promise<RemoteRecord> {
    const { path, size, type } = upload;
    const headers = { 'idempotency-key': key };
    const file = { path, size, type, sent };
    const told = await this.#ask({ method: 'POST', path: uploadPath(upload), headers, file, leaving });
    return attachmentRecord(readAs(oneAttachment, told).result);
  }

  /** The content of an attachment, piece by piece. Throws Failed; what was taken until then is worth nothing. */
  async download(sysId: string, take: (piece: Uint8Array) => void): Promise<void> {
    const ask = { method: 'GET', path: `/api/now/attachment/${sysId}/file`, headers: anyType, take } as const;
    await this.#signed(ask, (signed) => this.#transport.fetch({ ...signed, take }, isAttachment(sysId)));
  }

  /** Files of a record that have this name and size. */
  async attachments(sysId: string, name: string, size: number): Promise<RemoteRecord[]> {
    const sysparm_query = `table_sys_id=${sysId}^file_name=${name}^size_bytes=${size}`;
    const path = `/api/now/attachment?${parameters({ sysparm_query })}`;
    return readAs(manyAttachments, await this.#ask({ method: 'GET', path })).result.map(attachmentRecord);
  }

  /** The JSON of a definition as it stands on the instance. */
  async definition(path: string): Promise<unknown> {
    return readAs(scripted, await this.#ask({ method: 'GET', path })).result;
  }

  async currentUser(): Promise<User> {
    const told = await this.#ask({ method: 'GET', path: '/api/now/ui/user/current_user' });
    const { result } = readAs(currentUser, told);
    return { sys_id: result.user_sys_id, name: result.user_display_name, userName: result.user_name };
  }

  async meta(table: string): Promise<TableMeta> {
    const told = await this.#ask({ method: 'GET', path: `/api/now/ui/meta/${table}` });
    return tableMeta(table, told.json);
  }

  close(): void {
    this.#transport.close();
  }

  #ask(ask: Ask): Promise<Told> {
    return this.#signed(ask, (signed) => this.#transport.ask(signed));
  }

  /** Asks with a token; when the instance does not take it (it may have been revoked), once more with a new one. */
  async #signed<T>(ask: Ask, asking: (signed: Ask) => Promise<T>): Promise<T> {
    const token = await this.#tokens.access();
    ask.leaving?.();
    try {
      return await asking(withToken(ask, token));
    } catch (error) {
      if (!(error instanceof Failed) || error.failure.kind !== 'sign-in-needed') throw error;
      const renewed = await this.#tokens.renew(token);
      ask.leaving?.();
      return asking(withToken(ask, renewed));
    }
  }
}

function withToken(ask: Ask, token: string): Ask {
  return { ...ask, headers: { ...ask.headers, authorization: `Bearer ${token}` } };
}
