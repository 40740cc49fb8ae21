import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Bulk } from '../../bulk.svelte.ts';
import type { Notices } from '../../notices.svelte.ts';
import type { Route } from '../../route.svelte.ts';

/** What a form needs of the window around it. */
export interface Around {
  bridge: Bridge;
  route: Route;
  notices: Notices;
  bulk: Bulk;
}
