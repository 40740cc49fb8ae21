import { dialog, shell } from 'electron';
import type { EventName, Events } from '../../../preload/contract/events.ts';
import type { Log } from '../../services.ts';

/**
 * Opens a link of a record in the person's browser: at once when it leads to their own instance, else after a question
 * that names where it leads. Only https: anything else could start a program.
 */
export async function openLink(
  address: string,
  instance: () => Promise<string | null>,
  log: Log,
): Promise<void> {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
    log.warn('A link that is no https address was not opened.');
    return;
  }
  const { origin, host, href } = new URL(address);
  if (origin !== (await instance()) && !(await agreed(host, href))) return;
  await shell.openExternal(href);
}

async function agreed(host: string, href: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${host} in your browser?`,
    detail: href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  return response === 0;
}

/** Opens the instance's sign-in page, which the person has just asked for: https, or this machine's demo. */
export function openSignIn(news: Events[EventName], log: Log): void {
  const address = news !== null && 'address' in news ? news.address : '';
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost')
    void shell.openExternal(address);
  else log.warn('A sign-in page that is no https address was not opened.');
}
