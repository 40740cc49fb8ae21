/** How large a picture is, in pixels. */
export interface Measures {
  width: number;
  height: number;
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/**
 * Reads the measures of a PNG, JPEG, GIF or WebP from how it begins; null for anything else. The package image-size
 * (2.1.0) would do, but gives up on a JPEG that has fill bytes before a marker, as ITU-T T.81, B.1.1.2 allows.
 */
export function measuresOf(head: Buffer): Measures | null {
  if (head.length >= 24 && head.subarray(0, PNG.length).equals(PNG)) {
    return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  }
  if (head.length >= 10 && /^GIF8[79]a/.test(head.toString('latin1', 0, 6))) {
    return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  }
  if (head.length >= 30 && /^RIFF[^]{4}WEBPVP8/.test(head.toString('latin1', 0, 16))) return webp(head);
  return head.length > 4 && head.readUInt16BE(0) === 0xffd8 ? jpeg(head) : null;
}

/** Walks over a JPEG's segments to the one that begins the frame. */
function jpeg(bytes: Buffer): Measures | null {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes.readUInt8(at + 1);
    if (isFrame(marker)) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    // Filling may stand before a marker.
    at += marker === 0xff ? 1 : 2 + Math.max(bytes.readUInt16BE(at + 2), 2);
  }
  return null;
}

/** Frames of all kinds (SOF0 to SOF15), but for the three numbers among them that mean something else. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

/** A WebP's first chunk says how it is made: extended, without loss or with. */
function webp(head: Buffer): Measures | null {
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    default:
      return null;
  }
}
