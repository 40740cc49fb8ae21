import type { ShownState } from '../../preload/contract/outbox.ts';
import type { IconName } from './icons.ts';

/** How each state of an entry looks, beside its word. */
export const stateIcons: Record<ShownState, IconName> = {
  queued: 'clock',
  sending: 'send',
  unknown: 'question',
  held: 'pause',
  old: 'pause',
  refused: 'refused',
  unclear: 'alert',
  conflict: 'split',
  sent: 'check',
};
