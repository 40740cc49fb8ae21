/** How large a picture is, in pixels. */
export interface Measures {
  width: number;
  height: number;
}

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

/** Reads the measures of a PNG or JPEG from its header; null for anything else. */
export function measuresOf(bytes: Buffer): Measures | null {
  if (bytes.length >= 24 && bytes.subarray(0, PNG.length).equals(PNG)) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  return bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8 ? jpeg(bytes) : null;
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
