import { Refusal } from '../refusal.ts';
import type { Call } from './call.ts';

/** No request of any API has reason to nest further; far below what the stack of a program bears. */
const DEEPEST = 50;

/** The body as an object. Refuses what is missing, no JSON, or no object. */
export function objectOf(call: Call): Record<string, unknown> {
  const type = call.headers['content-type'];
  if (type === undefined && call.body.length > 0) {
    throw new Refusal(400, 'Invalid Content-Type header', 'The request has a body but no Content-Type');
  }
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    throw new Refusal(415, 'Unsupported media type', `${type.slice(0, 100)} is not supported`);
  }
  if (call.body.length === 0) return {};
  const parsed = parse(call.body.toString('utf8'));
  if (isDeeper(parsed, DEEPEST)) throw unreadable('The payload is nested too deeply');
  const first: unknown = Array.isArray(parsed) && parsed.length === 1 ? parsed[0] : parsed;
  if (!isObject(first)) throw unreadable('The payload is not a JSON object');
  return first;
}

/** Whether something is nested further than that many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** Whether a value is an object with keys. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('The payload is not valid JSON');
  }
}

function unreadable(detail: string): Refusal {
  return new Refusal(400, 'Exception while reading request', detail);
}
