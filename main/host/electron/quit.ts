import { app } from 'electron';
import { whenParentEnds } from '../parent.ts';
import type { EngineThread } from '../thread.ts';

/**
 * However Outpost is asked to quit, the engine closes first (it has a limit for that, main/host/thread.ts), then
 * `after` runs. The windows are gone by then: nobody watches it close.
 */
export function closeBeforeQuit(engine: Promise<EngineThread>, after: () => void): void {
  let closing = false;
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    if (closing) return;
    closing = true;
    void close(engine).then(() => {
      after();
      closed = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => {
    // On macOS an application stays until it is quit, and goes on sending what waits.
    if (process.platform !== 'darwin') app.quit();
  });
  whenParentEnds(() => {
    app.quit();
  });
}

async function close(engine: Promise<EngineThread>): Promise<void> {
  try {
    await (await engine).close();
  } catch {
    // It never started, and that was told already.
  }
}
