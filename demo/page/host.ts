import type { Instance } from '../instance.ts';
import type { Menu } from './layout.ts';
import type { News } from './news.ts';

/** What a server needs besides the instance. */
export interface Host {
  instance: Instance;
  reset: () => void;
  /** For pages that are open. */
  news: News;
  menu: Menu;
  /** Told of mistakes in the demo itself. The client gets to see none of it. */
  mistake: (what: unknown) => void;
}
