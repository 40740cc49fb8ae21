import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron';
import { calls } from '../../../preload/contract/calls.ts';
import type { EventName, Events } from '../../../preload/contract/events.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { Log } from '../../services.ts';
import type { EngineThread } from '../thread.ts';
import { isOwnPage } from './protocol.ts';

/** Registers every call of the contract. The only place where the page is heard, and where it is checked who asks. */
export function registerCalls(engine: Promise<EngineThread>, log: Log): void {
  for (const call of calls) {
    ipcMain.handle(call, async (event, question: unknown): Promise<Answer<unknown>> => {
      if (!isTrusted(event)) {
        log.warn(`A stranger asked "${call}" and was refused.`);
        return { ok: false, failure: { kind: 'malformed', message: 'Outpost answers only its own page.' } };
      }
      return (await engine).ask(call, question);
    });
  }
}

/** Tells the page. Without a window there is nobody to tell: the next one asks anyway. */
export function announceTo(window: BrowserWindow | null, event: EventName, news: Events[EventName]): void {
  if (window !== null && !window.isDestroyed()) window.webContents.send(event, news);
}

/** The top frame of our own page; a frame that is gone already has no say. */
function isTrusted({ senderFrame }: IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}
