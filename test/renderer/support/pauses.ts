import { afterEach, beforeEach, vi } from 'vitest';
import type { ProcessBridge } from './bridge.ts';

/** In this file typing pauses only when a test says so (`pauseTyping`), and not because the machine is busy. */
export function holdPauses(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** The person pauses for so many milliseconds, and what comes of it is through. */
export async function pauseTyping(bridge: Pick<ProcessBridge, 'quiet'>, ms = 1000): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await bridge.quiet();
}
