import { parseArgs } from 'node:util';
import type { DemoOptions } from './server.ts';

/** How the demo is started: `--port 8080 --https --tasks 500 --seed 2 --data folder --rules folder --rate-limit 1000 --attachment-limit 10 --attachment-extensions png,jpg`. Throws a sentence for anything else. */
export function readFlags(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      tasks: { type: 'string' },
      seed: { type: 'string' },
      data: { type: 'string' },
      rules: { type: 'string' },
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
  };
}

function whole(name: string, text: string, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most) throw new Error(`--${name} must be a whole number up to ${most}`);
  return number;
}
