import type { Answer } from '../../../preload/contract/failure.ts';
import type { HandedOver, TakenOver } from '../../../preload/contract/handover.ts';

/** The passphrase of the file that the fake engine can take over. */
export const PASSPHRASE = 'correct horse battery';

/** Hands over two entries in a file of one piece, and takes over two of which it knows one. */
export const handover = {
  'outbox.handOver': (): Answer<HandedOver> => ({
    ok: true,
    value: { name: 'outbox-2026-01-05.outpost', hash: 'f'.repeat(64), size: 9, entries: 2 },
  }),
  'outbox.takeOver': ({ passphrase }: { passphrase: string }): Answer<TakenOver> => {
    const message = 'This is not the passphrase the file was made with';
    return passphrase === PASSPHRASE
      ? { ok: true, value: { handedOverAt: '2026-01-05T08:00:00.000Z', added: 1, known: 1 } }
      : { ok: false, failure: { kind: 'invalid-input', message, inputs: { passphrase: message } } };
  },
};
