import { dialog, shell } from 'electron';
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
