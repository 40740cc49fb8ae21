import { app } from 'electron';
import type { Navigation } from '../../../preload/contract/calls.ts';
import type { EngineThread } from '../thread.ts';

/** Shows on the dock or taskbar how many entries wait in the Outbox. */
export async function showBadge(engine: EngineThread): Promise<void> {
  const answer = await engine.ask('navigation.get', null);
  app.setBadgeCount(answer.ok ? (answer.value as Navigation).outbox.waiting : 0);
}
