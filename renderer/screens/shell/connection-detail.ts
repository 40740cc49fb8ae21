import type { Connection } from '../../../preload/contract/connection.ts';
import { bytesText } from '../../format/bytes.ts';
import { clockText } from '../../format/instant.ts';
import { count } from '../../messages/count.ts';
import { words } from '../../messages/messages.ts';

/** What is going on, or why nothing is, beside the state of the connection itself. */
export function detailOf({ progress, workOffline, reason, lastSync }: Connection): string {
  if (progress !== null) return progressText(progress);
  if (workOffline) return words.connection.chosen;
  if (reason !== null) return reason;
  return lastSync === null ? words.connection.never : words.connection.lastSync(clockText(lastSync));
}

function progressText({ what, name, done, total }: NonNullable<Connection['progress']>): string {
  if (what === 'push') return words.connection.push;
  const text = what === 'upload' ? bytesText : count;
  return words.connection[what](name, text(done), total === null ? null : text(total));
}
