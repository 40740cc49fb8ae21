import type { Effect } from '../../../demo/ledger/ledger.ts';

/** The demo instance as others reach it: over HTTP. */
export class Instance {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Switches a fault of the demo on, or off with `times: 0`. */
  async fault(name: string, wish: { times?: number; match?: string; ms?: number } = {}): Promise<void> {
    await this.#send('POST', '/demo/faults', { name, ...wish });
  }

  /** What was really done there, in order. */
  async effects(): Promise<readonly Effect[]> {
    const { effects } = (await this.#send('GET', '/demo/ledger')) as { effects: Effect[] };
    return effects;
  }

  /** Somebody else changes a record. */
  async change(table: string, sysId: string, fields: Record<string, string>): Promise<void> {
    await this.#send('PATCH', `/api/now/table/${table}/${sysId}`, fields);
  }

  /** Somebody else deletes a record. */
  async remove(table: string, sysId: string): Promise<void> {
    await this.#send('DELETE', `/api/now/table/${table}/${sysId}`);
  }

  /** Somebody else attaches a file to a record. */
  async attach(table: string, sysId: string, name: string, content: string): Promise<void> {
    const asked = new URLSearchParams({ table_name: table, table_sys_id: sysId, file_name: name });
    await fetch(`${this.url}/api/now/attachment/file?${asked.toString()}`, {
      method: 'POST',
      headers: { ...admin, 'content-type': 'application/pdf' },
      body: content,
    });
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...admin, accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : answer.json();
  }
}

const admin = { authorization: `Basic ${btoa('admin:admin')}` };
