import { words } from '../../../../messages/messages.ts';

/** As much of the browser as the camera needs; tests hand in their own. */
export type Devices = Pick<MediaDevices, 'getUserMedia'>;

const sentences: Partial<Record<string, string>> = {
  NotAllowedError: words.files.refused,
  SecurityError: words.files.refused,
  NotFoundError: words.files.noCamera,
  OverconstrainedError: words.files.noCamera,
};

/** The camera of the laptop: its picture, or the sentence that says why there is none. */
export class Camera {
  stream = $state.raw<MediaStream | null>(null);
  problem = $state<string | null>(null);

  readonly #devices: Devices | undefined;
  #isClosed = false;

  /** Null where the window is not trusted with devices at all. */
  constructor(devices: Devices | undefined) {
    this.#devices = devices;
  }

  async open(): Promise<void> {
    if (this.#devices === undefined) {
      this.problem = words.files.noCamera;
      return;
    }
    try {
      const video = { facingMode: 'environment', width: { ideal: 1920 }, height: { ideal: 1080 } };
      this.stream = await this.#devices.getUserMedia({ video, audio: false });
      if (this.#isClosed) this.close();
    } catch (reason) {
      const name = reason instanceof Error || reason instanceof DOMException ? reason.name : '';
      this.problem = sentences[name] ?? words.files.cameraBusy;
    }
  }

  /** The light of the camera goes out. */
  close(): void {
    this.#isClosed = true;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }
}

/** What the camera shows now, as a JPEG named by the time. */
export async function capture(video: HTMLVideoElement, now: Date): Promise<File | null> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const { promise, resolve } = Promise.withResolvers<Blob | null>();
  canvas.toBlob(resolve, 'image/jpeg', 0.92);
  const blob = await promise;
  if (blob === null) return null;
  return new File([blob], photoName(now), { type: 'image/jpeg', lastModified: now.getTime() });
}

export function photoName(at: Date): string {
  return words.files.photo(nameTime(at));
}

/** An image from the clipboard has no name of its own: every one of them is called `image.png`. */
export function namedByTime(file: File, now: Date): File {
  const ending = /\.\w+$/.exec(file.name)?.[0] ?? '';
  const name = words.files.pasted(nameTime(now), ending);
  return new File([file], name, { type: file.type, lastModified: now.getTime() });
}

/** `2026-11-22 16.40.12`, in the person's time zone, without what a file's name must not hold. */
function nameTime(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ').replaceAll(':', '.');
}
