import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder } from './data-folder.ts';
import type { EngineSettings } from './messages.ts';

/** What a host is started with. */
export interface HostOptions {
  data: string;
  /** Origin for the sign-in form. */
  instance: string | null;
  /** Path on the instance or a file; null for the instance's usual place. */
  definition: string | null;
  signIn: EngineSettings['signIn'];
}

/**
 * From the flags a person may give the installed app, else from the environment, which is how `npm start` hands them
 * down: unlike arguments, nobody else on the machine can read a password there. The password is forgotten here, so
 * that no child process inherits it.
 */
export function readOptions(args: string[], environment: NodeJS.ProcessEnv): HostOptions {
  // Not strict, because Chromium's own switches stand among them.
  const { values } = parseArgs({
    args,
    strict: false,
    options: { data: { type: 'string' }, instance: { type: 'string' }, definition: { type: 'string' } },
  });
  const data = given(values.data) ?? given(environment['OUTPOST_DATA']) ?? defaultDataFolder();
  const instance = originOf(given(values.instance) ?? given(environment['OUTPOST_INSTANCE']) ?? '');
  const definition = definitionOf(given(values.definition) ?? given(environment['OUTPOST_DEFINITION']));
  const userName = given(environment['OUTPOST_USER']);
  const password = given(environment['OUTPOST_PASSWORD']);
  delete environment['OUTPOST_PASSWORD'];
  return {
    data: resolve(data),
    instance,
    definition,
    signIn:
      instance === null || userName === null || password === null ? null : { instance, userName, password },
  };
}

/** A path on the instance as it is, a file by its whole path. */
export function definitionOf(said: string | null): string | null {
  return said === null || said.startsWith('/api/') ? said : resolve(said);
}

/** The origin of an address as people type it; null when it is none that Outpost can reach. */
export function originOf(address: string): string | null {
  const text = address.includes('://') ? address : `https://${address}`;
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.origin : null;
}

function given(value: string | boolean | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
