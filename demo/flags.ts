import { parseArgs } from 'node:util';
import { z } from 'zod';
import { assumed, type Assumptions } from './assumptions.ts';
import type { DemoOptions } from './server.ts';

/** How the demo is started: `--port 8080 --https --tasks 500 --seed 2 --data folder --rules folder --assume caseSensitive=false --rate-limit 1000 --attachment-limit 10 --attachment-extensions png,jpg`. Throws a sentence for anything else. */
export function readFlags(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      tasks: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      rules: { type: 'string' },
      assume: { type: 'string', multiple: true },
      https: { type: 'boolean' },
      'rate-limit': { type: 'string' },
      'attachment-limit': { type: 'string' },
      'attachment-extensions': { type: 'string' },
    },
  });
  return {
    ...(values.port !== undefined && { port: whole('port', values.port, 65_535) }),
    ...(values.tasks !== undefined && { tasks: whole('tasks', values.tasks, 1_000_000) }),
    ...(values.seed !== undefined && { seed: whole('seed', values.seed, 4_294_967_295) }),
    ...(values.https && { https: true }),
    limits: {
      ...(values['rate-limit'] !== undefined && {
        requestsPerHour: whole('rate-limit', values['rate-limit'], 1_000_000),
      }),
      ...(values['attachment-limit'] !== undefined && {
        attachmentBytes: whole('attachment-limit', values['attachment-limit'], 1024) * 1_048_576,
      }),
      ...(values['attachment-extensions'] !== undefined && {
        attachmentExtensions: values['attachment-extensions']
          .toLowerCase()
          .split(/[\s,.]+/)
          .filter(Boolean),
      }),
    },
    ...(values.data !== undefined && { data: values.data }),
    ...(values.rules !== undefined && { rules: values.rules }),
    ...(values.assume && { assume: assumptionsOf(values.assume) }),
  };
}

/** Each `name=value` must be a switch there is, with a value of its kind. */
function assumptionsOf(texts: readonly string[]): Partial<Assumptions> {
  return Object.assign({}, ...texts.map(assumption)) as Partial<Assumptions>;
}

function assumption(text: string): Partial<Assumptions> {
  const [name = '', value = ''] = text.split('=');
  if (!Object.hasOwn(assumed, name))
    throw new Error(`--assume ${name}: there is only ${Object.keys(assumed).join(', ')}`);
  const kind = name === 'duplicateStatus' ? statuses : truth;
  const parsed = kind.safeParse(value);
  if (!parsed.success) throw new Error(`--assume ${name} must be ${kind.options.join(' or ')}`);
  return { [name]: name === 'duplicateStatus' ? Number(parsed.data) : parsed.data === 'true' };
}

const truth = z.enum(['true', 'false']);
const statuses = z.enum(['400', '403', '409']);

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) throw new Error(`--${name} must be a whole number up to ${most}`);
  return number;
}
