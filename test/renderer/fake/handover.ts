import type { Question } from '../../../preload/contract/calls.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { HandedOver, TakenOver } from '../../../preload/contract/handover.ts';
import type { FakeFiles } from './files.ts';

/** The passphrase of the file that the fake engine can take over. */
export const PASSPHRASE = 'correct horse battery';

/** Hands over two entries in a small file, and takes over two of which it knows one. */
export const handover = (files: FakeFiles) => ({
  'outbox.handOver': (): Answer<HandedOver> => {
    const last = { name: 'outbox', type: 'application/octet-stream', takenAt: '2026-01-05T08:00:00.000Z' };
    const file = files.add({ transfer: 'hand-over', data: btoa('sealed'), last });
    const name = 'outbox-2026-01-05.outpost';
    return { ok: true, value: { name, hash: file?.hash ?? '', size: file?.size ?? 0, entries: 2 } };
  },
  'outbox.takeOver': ({ passphrase }: Question<'outbox.takeOver'>): Answer<TakenOver> => {
    const message = 'This is not the passphrase the file was made with';
    return passphrase === PASSPHRASE
      ? { ok: true, value: { handedOverAt: '2026-01-05T08:00:00.000Z', added: 1, known: 1 } }
      : { ok: false, failure: { kind: 'invalid-input', message, inputs: { passphrase: message } } };
  },
  'file.forget': ({ hash }: Question<'file.forget'>): Answer<null> => {
    files.forget(hash);
    return { ok: true, value: null };
  },
});
