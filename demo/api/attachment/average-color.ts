import { PNG } from 'pngjs';
import type { Measures } from './picture.ts';

const MOST_PIXELS = 4_000_000;

/** Where a PNG says whether it is interlaced (W3C PNG, 11.2.1). */
const INTERLACE = 28;

/**
 * The average of a picture's colours, `#rrggbb`. Of PNGs that are not interlaced, since pngjs sets no bound to what those
 * unpack to; null for any other picture.
 */
export function averageColor(bytes: Buffer, { width, height }: Measures): string | null {
  const pixels = width * height;
  if (pixels === 0 || pixels > MOST_PIXELS || bytes[INTERLACE] !== 0) return null;
  const data = pixelsOf(bytes);
  if (!data) return null;
  const sums: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    sums[0] += data[at] ?? 0;
    sums[1] += data[at + 1] ?? 0;
    sums[2] += data[at + 2] ?? 0;
  }
  return `#${sums
    .map((sum) =>
      Math.round(sum / pixels)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** Four bytes a pixel: red, green, blue and how opaque it is; null for what is damaged or no PNG. */
function pixelsOf(bytes: Buffer): Buffer | null {
  try {
    return PNG.sync.read(bytes, { checkCRC: false }).data;
  } catch {
    return null;
  }
}
