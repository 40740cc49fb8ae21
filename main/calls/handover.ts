import { type HandedOver, PASSPHRASE_LENGTH, type TakenOver } from '../../preload/contract/handover.ts';
import type { Account } from '../account/account.ts';
import { handOver } from '../handover/hand-over.ts';
import { takeOver } from '../handover/take-over.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';

/** Makes the encrypted file of what waits. Throws Problem `invalid-input` when the passphrase is too short. */
export async function handOverOutbox(
  account: Account,
  { time, randomBytes, announce, passphraseCost }: Services,
  { passphrase }: { passphrase: string },
): Promise<HandedOver> {
  if (passphrase.length < PASSPHRASE_LENGTH) {
    const sentence = `The passphrase needs at least ${PASSPHRASE_LENGTH} characters`;
    throw new Problem({ kind: 'invalid-input', message: sentence, inputs: { passphrase: sentence } });
  }
  const { database, files, clockOffset } = account;
  const made = await handOver(
    { database, files, whose: whoseOf(account), clockOffset, now: time.now, randomBytes },
    passphrase,
    passphraseCost,
  );
  announce('outbox.changed', null);
  return { name: `outbox-${new Date(time.now()).toISOString().slice(0, 10)}.outpost`, ...made };
}

/** Takes in what another laptop handed over, and lets it be sent. Throws what `takeOver` throws. */
export async function takeOverOutbox(
  account: Account,
  { announce }: Services,
  { hash, passphrase }: { hash: string; passphrase: string },
): Promise<TakenOver> {
  const { database, files, catalog, now, sync } = account;
  if (!files.has(hash)) {
    throw new Problem({ kind: 'not-found', message: 'This file is not on this laptop any more' });
  }
  const { taken, tables } = await takeOver(
    { database, files, catalog, whose: whoseOf(account), now },
    files.path(hash),
    passphrase,
  );
  announce('outbox.changed', null);
  announce('records.changed', { tables });
  announce('connection.changed', null);
  void sync.request('push');
  return taken;
}

function whoseOf({ registered, user }: Account) {
  return { instance: registered.instance, user: { sys_id: user.sys_id, name: user.name } };
}
