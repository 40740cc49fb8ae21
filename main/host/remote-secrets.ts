import type { Secrets } from '../services.ts';
import type { FromEngine, ToEngine } from './messages.ts';

type SecretAnswer = Extract<ToEngine, { kind: 'secret' | 'no-secret' }>;

export interface RemoteSecrets {
  store: Secrets;
  /** Hands in the host's answer to what `store` asked. */
  settle: (answer: SecretAnswer) => void;
}

/** Secrets stay with the host, which alone reaches the system's key store; here they are asked for by message. */
export function remoteSecrets(kind: Secrets['kind'], tell: (message: FromEngine) => void): RemoteSecrets {
  const open = new Map<number, PromiseWithResolvers<string | null>>();
  let last = 0;
  const wait = () => {
    const waiting = Promise.withResolvers<string | null>();
    open.set(++last, waiting);
    return { id: last, answer: waiting.promise };
  };
  const store: Secrets = {
    kind,
    read: (name) => {
      const { id, answer } = wait();
      tell({ kind: 'read-secret', id, name });
      return answer;
    },
    write: async (name, value) => {
      const { id, answer } = wait();
      tell({ kind: 'write-secret', id, name, value });
      await answer;
    },
  };
  const settle = (message: SecretAnswer) => {
    const waiting = open.get(message.id);
    open.delete(message.id);
    if (message.kind === 'secret') waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.message));
  };
  return { store, settle };
}
