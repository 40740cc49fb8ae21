import type { Bridge } from '../../preload/contract/bridge.ts';
import { bridgeOverHttp } from './over-http.ts';

declare global {
  interface Window {
    /** Exposed by the preload in the electron host; absent in the web host. */
    readonly bridge?: Bridge;
  }
}

/** The way to the main process of whichever host opened this window. */
export function connect(): Bridge {
  return window.bridge ?? bridgeOverHttp();
}
