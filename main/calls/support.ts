import type { JournalCheck, SupportFile } from '../../preload/contract/journal.ts';
import type { Account } from '../account/account.ts';
import { checkChain } from '../outbox/journal/chain.ts';
import { maskWith } from '../outbox/journal/redact.ts';
import { supportReport } from '../outbox/support-report.ts';
import type { Services } from '../services.ts';

/** Whether the journal is as it was written. */
export function checkJournal({ database }: Account): Promise<JournalCheck> {
  return checkChain(database, othersTurn);
}

/** The file for support. It says which instance and user it is about only by masks. */
export async function supportFile(account: Account, services: Services): Promise<SupportFile> {
  const { catalog, database, registered, user, sync, clockOffset } = account;
  const { version, host, time } = services;
  const made = new Date(time.now()).toISOString();
  const mask = maskWith(services.randomBytes(32));
  const { state, workOffline, waiting, lastSync } = sync.connection;
  const about = {
    about: 'Outpost for support',
    version,
    host,
    platform: process.platform,
    made,
    instance: mask(registered.instance),
    user: mask(user.sys_id),
    definition: catalog.definition.version,
    connection: { state, workOffline, waiting, lastSync },
    clockOffset,
    journal: await checkJournal(account),
  };
  const name = `outpost-support-${made.slice(0, 19).replaceAll(/[T:]/g, '-')}.jsonl`;
  return { name, text: supportReport(database, about, mask) };
}

/** Lets whatever else the engine has to do go first. */
function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
