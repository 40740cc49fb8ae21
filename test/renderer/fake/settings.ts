import type { DefinitionSource, Session, Settings } from '../../../preload/contract/session.ts';
import { people } from './world.ts';

interface Kept {
  session: Session;
  definitionProblems: string[];
  definitionSource: DefinitionSource;
  asOf: string | null;
}

/** What the fake's Settings screen tells. */
export function fakeSettings(
  { session, definitionProblems: problems, definitionSource: source, asOf }: Kept,
  loadedAt: string,
): Settings {
  return {
    session,
    dataFolder: '/home/dana/.local/share/outpost',
    definition: { version: 3, loadedAt, source, problems },
    datasets: [
      { table: 'wm_task', label: 'Work Order Task', rows: 1370, asOf },
      { table: 'wm_order', label: 'Work Order', rows: 3, asOf },
      { table: 'sys_user', label: 'User', rows: people.length, asOf: null },
    ],
    secrets: 'file',
  };
}
