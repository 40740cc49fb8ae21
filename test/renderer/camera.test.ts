import { expect, test } from 'vitest';
import {
  Camera,
  namedByTime,
  photoName,
  type Devices,
} from '../../renderer/screens/form/inputs/files/camera.svelte.ts';

const morning = new Date(2026, 10, 22, 9, 5, 7);

function refusing(name: string): Devices {
  return { getUserMedia: () => Promise.reject(new DOMException('no', name)) };
}

test.each([
  ['NotAllowedError', 'may not use the camera'],
  ['NotFoundError', 'no camera on this laptop'],
  ['NotReadableError', 'another program'],
])('%s is told in a sentence', async (name, sentence) => {
  const camera = new Camera(refusing(name));
  await camera.open();
  expect(camera.problem).toContain(sentence);
});

test('a window without devices says that there is no camera', async () => {
  const camera = new Camera(undefined);
  await camera.open();
  expect(camera.problem).toContain('no camera');
});

test('the camera goes out when the dialog is closed, even while it was starting', async () => {
  const stops: string[] = [];
  const track = { stop: () => stops.push('stopped') };
  const stream = { getTracks: () => [track] } as unknown as MediaStream;
  const { promise, resolve } = Promise.withResolvers<MediaStream>();
  const camera = new Camera({ getUserMedia: () => promise });
  const opening = camera.open();
  camera.close();
  resolve(stream);
  await opening;
  expect(stops).toEqual(['stopped']);
  expect(camera.stream).toBeNull();
});

test('photos and pasted images are named by the time', () => {
  expect(photoName(morning)).toBe('Photo 2026-11-22 09.05.07.jpg');
  const pasted = namedByTime(new File(['x'], 'image.png', { type: 'image/png' }), morning);
  expect([pasted.name, pasted.type]).toEqual(['Pasted 2026-11-22 09.05.07.png', 'image/png']);
});
