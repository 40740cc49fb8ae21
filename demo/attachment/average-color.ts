import { inflateSync } from 'node:zlib';

/** Channels by a PNG's kind of colour; a palette's indices are looked up. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

const MOST_PIXELS = 4_000_000;

/**
 * The average of a picture's colours, `#rrggbb`. Of PNGs with eight bits a channel that are not interlaced, as cameras
 * of screens make them; null for any other picture.
 */
export function averageColor(bytes: Buffer): string | null {
  try {
    return average(bytes);
  } catch {
    // Cut off or damaged: no picture to take the average of.
    return null;
  }
}

function average(bytes: Buffer): string | null {
  if (bytes.toString('latin1', 1, 4) !== 'PNG') return null;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const kind = bytes.readUInt8(25);
  const step = channels[kind];
  if (bytes.readUInt8(24) !== 8 || bytes.readUInt8(28) !== 0 || step === undefined) return null;
  if (width * height > MOST_PIXELS || width * height === 0) return null;
  const chunks = chunksOf(bytes);
  const packed = Buffer.concat(chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data));
  const raw = inflateSync(packed, { maxOutputLength: (width * step + 1) * height });
  const palette = chunks.find(({ name }) => name === 'PLTE')?.data ?? Buffer.alloc(0);
  const sums = [0, 0, 0];
  let above: Uint8Array = new Uint8Array(width * step);
  for (let y = 0; y < height; y += 1) {
    const start = y * (width * step + 1);
    const line = raw.subarray(start + 1, start + 1 + width * step);
    unfilter(raw.readUInt8(start), line, above, step);
    for (let x = 0; x < line.length; x += step) addTo(sums, line, x, kind, palette);
    above = line;
  }
  return `#${sums
    .map((sum) =>
      Math.round(sum / (width * height))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function addTo(sums: number[], line: Uint8Array, x: number, kind: number, palette: Buffer): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const grey = kind === 0 || kind === 4;
    const value = kind === 3 ? palette[(line[x] ?? 0) * 3 + channel] : line[grey ? x : x + channel];
    sums[channel] = (sums[channel] ?? 0) + (value ?? 0);
  }
}

function chunksOf(bytes: Buffer): { name: string; data: Buffer }[] {
  const chunks: { name: string; data: Buffer }[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    chunks.push({
      name: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + length),
    });
    at += 12 + length;
  }
  return chunks;
}

/** Takes the filter off a line in place (W3C PNG, 9.2). */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, step: number): void {
  for (let x = 0; x < line.length; x += 1) {
    const [left, up, corner] = [line[x - step] ?? 0, above[x] ?? 0, above[x - step] ?? 0];
    const by = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    line[x] = ((line[x] ?? 0) + by) & 255;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
