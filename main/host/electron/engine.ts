import { join } from 'node:path';
import { app } from 'electron';
import type { Session } from '../../../preload/contract/session.ts';
import type { Log } from '../../services.ts';
import type { HostServices } from '../messages.ts';
import type { HostOptions } from '../options.ts';
import { fileSecrets } from '../secrets.ts';
import { startThread, type EngineThread } from '../thread.ts';
import { systemSeal } from './safe-seal.ts';

/** Starts the engine with what Electron offers it. Electron must be ready: its key store is not before. */
export async function startEngine(
  { data, instance, definition, signIn }: HostOptions,
  announce: HostServices['announce'],
  log: Log,
): Promise<EngineThread> {
  const secrets = fileSecrets(join(data, 'secrets.json'), await systemSeal(), log);
  const settings = {
    folder: data,
    host: 'electron',
    version: app.getVersion(),
    suggestedInstance: instance,
    definition,
    signIn,
    secrets: secrets.kind,
  } as const;
  return startThread(join(import.meta.dirname, 'engine.cjs'), settings, { secrets, announce, log });
}

/** Origin of the instance that somebody is signed in on; null when nobody is. */
export async function currentInstance(engine: EngineThread): Promise<string | null> {
  const answer = await engine.ask('session.get', null);
  return answer.ok ? ((answer.value as Session).account?.instance ?? null) : null;
}
