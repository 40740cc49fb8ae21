import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Bulk } from '../../state/bulk.svelte.ts';
import type { Notices } from '../../state/notices.svelte.ts';
import type { Route } from '../../state/route.svelte.ts';

/** What a form needs of the window around it. */
export interface FormContext {
  bridge: Bridge;
  route: Route;
  notices: Notices;
  bulk: Bulk;
}
