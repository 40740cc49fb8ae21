import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge } from './contract/bridge.ts';
import { calls, type Reply } from './contract/calls.ts';
import { events } from './contract/events.ts';
import type { Answer } from './contract/failure.ts';

/** The channels of the contract and no other, whatever a page asks for. */
const bridge: Bridge = {
  ask: async (call, question) => {
    if (!calls.includes(call)) return failed('malformed', `There is no call "${call}".`);
    try {
      return (await ipcRenderer.invoke(call, question)) as Answer<Reply<typeof call>>;
    } catch (error) {
      return failed('internal', String(error));
    }
  },
  on: (event, listener) => {
    if (!events.includes(event)) throw new Error(`There is no event "${event}".`);
    const receive = (_: IpcRendererEvent, news: Parameters<typeof listener>[0]) => {
      listener(news);
    };
    ipcRenderer.on(event, receive);
    return () => {
      ipcRenderer.off(event, receive);
    };
  },
};

function failed(kind: 'malformed' | 'internal', message: string): Answer<never> {
  return { ok: false, failure: { kind, message } };
}

contextBridge.exposeInMainWorld('bridge', bridge);
