import type { Secrets } from '../../main/services.ts';

/** A secret store that forgets with the test. */
export function memorySecrets(): Secrets {
  const kept = new Map<string, string>();
  return {
    kind: 'file',
    read: (name) => Promise.resolve(kept.get(name) ?? null),
    write: (name, value) => {
      if (value === null) kept.delete(name);
      else kept.set(name, value);
      return Promise.resolve();
    },
  };
}
