import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo, DemoOptions } from '../../demo/server.ts';
import { ask, testDemo, type Ask, type Reply } from './ask.ts';

/** One fact about the instance: what is asked, what must come back, and where the fact is from. */
export interface Fact {
  fact: string;
  /** Where it can be looked up. `chosen` marks what no public source settles; demo/README.md says why. */
  source: string;
  ask: Ask | ((demo: Demo) => Promise<Ask>);
  status: number;
  /** Must be the body, or be contained in it. */
  body?: unknown;
  headers?: Record<string, string | RegExp>;
  /** Whatever else must hold. */
  also?: (reply: Reply, demo: Demo) => Promise<void> | void;
}

/** Runs a table of facts against an instance of their own, in order, over HTTP. */
export function conform(name: string, facts: readonly Fact[], options: DemoOptions = {}): void {
  describe(name, () => {
    let demo: Demo;
    beforeAll(async () => {
      demo = await testDemo(options);
    });
    afterAll(() => demo.close());

    test.each(facts.map((fact) => [fact.fact, fact] as const))('%s', async (_name, fact) => {
      const asked = typeof fact.ask === 'function' ? await fact.ask(demo) : fact.ask;
      const reply = await ask(demo, asked);
      expect(reply.status, reply.text.slice(0, 500)).toBe(fact.status);
      if (fact.body !== undefined) expect(reply.json).toMatchObject(fact.body as object);
      for (const [header, value] of Object.entries(fact.headers ?? {})) {
        expect(reply.headers.get(header) ?? '', header).toMatch(value);
      }
      await fact.also?.(reply, demo);
    });
  });
}

/** Abbreviations for sources, as in demo/README.md. */
export const TABLE_API = 'ServiceNowDocs api-reference/rest-apis/c_TableAPI.md';
export const REST_API = 'ServiceNowDocs api-reference/rest-api-explorer/c_RESTAPI.md';
export const CODES = 'ServiceNowDocs api-reference/rest-api-explorer/r_RESTAPIHTTPResponseCodes.md';
export const CLI = 'github.com/tehubersheezy/servicenow-cli, measured';
export const CHOSEN = 'chosen';
