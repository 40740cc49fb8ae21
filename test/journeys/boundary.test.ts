import { expect, inject } from 'vitest';
import { test } from '../support/outpost.ts';

test.skipIf(inject('host') === 'web')(
  'in Electron a page reaches nothing but the bridge',
  async ({ laptop }) => {
    const { page } = await laptop.open();
    const own = page.url();
    const reached = await page.evaluate(async () => {
      const bridge = window.bridge as
        { ask: (call: string, question: unknown) => Promise<unknown> } | undefined;
      return {
        node: ['require', 'process', 'Buffer', 'module'].filter((name) => name in window),
        bridge: Object.keys(bridge ?? {}),
        unknown: await bridge?.ask('shell.openExternal', 'https://example.com'),
        network: await fetch('https://example.com').then(
          () => 'reached',
          () => 'refused',
        ),
        file: (await fetch('../main/electron.cjs')).status,
        window: window.open('http://example.com') === null,
        camera: await navigator.mediaDevices.getUserMedia({ video: true }).then(
          () => 'given',
          () => 'refused',
        ),
        microphone: await navigator.mediaDevices.getUserMedia({ audio: true }).then(
          () => 'given',
          () => 'refused',
        ),
        both: await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
          () => 'given',
          () => 'refused',
        ),
      };
    });
    expect(reached).toEqual({
      node: [],
      bridge: ['ask', 'on'],
      unknown: { ok: false, failure: { kind: 'malformed', message: expect.any(String) as unknown } },
      network: 'refused',
      file: 404,
      window: true,
      // For photos, and for nothing else.
      camera: 'given',
      microphone: 'refused',
      both: 'refused',
    });

    await page.evaluate(() => {
      window.location.href = 'https://example.com/';
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe(own);
  },
);
