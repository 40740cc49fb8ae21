import { safeStorage } from 'electron';
import { openSeal, type Seal } from '../secrets.ts';

/** The system's key store where there is one. Linux without a key ring has none, whatever Chromium calls it. */
export async function systemSeal(): Promise<Seal> {
  const named = process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system';
  if (named === 'basic_text' || named === 'unknown') return openSeal;
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return openSeal;
  return {
    kind: 'system',
    close: async (secret) => (await safeStorage.encryptStringAsync(secret)).toString('base64'),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}
