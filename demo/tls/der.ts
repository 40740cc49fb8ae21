/** The few kinds of ASN.1 values a certificate is made of, in their DER encoding. */
export function sequence(...parts: readonly Buffer[]): Buffer {
  return value(0x30, ...parts);
}

export function set(...parts: readonly Buffer[]): Buffer {
  return value(0x31, ...parts);
}

export function integer(bytes: Buffer): Buffer {
  return value(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function boolean(isTrue: boolean): Buffer {
  return value(0x01, Buffer.from([isTrue ? 0xff : 0]));
}

export function bits(bytes: Buffer): Buffer {
  return value(0x03, Buffer.from([0]), bytes);
}

export function octets(...parts: readonly Buffer[]): Buffer {
  return value(0x04, ...parts);
}

export function text(words: string): Buffer {
  return value(0x0c, Buffer.from(words, 'utf8'));
}

/** `YYMMDDHHMMSSZ`. */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  return value(0x17, Buffer.from(digits.slice(2), 'latin1'));
}

/** An object identifier such as `2.5.4.3`. */
export function identifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const sevens = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) sevens.unshift((left & 0x7f) | 0x80);
    bytes.push(...sevens);
  }
  return value(0x06, Buffer.from(bytes));
}

/** A value with a tag of its own meaning in its place: `[0]`, `[3]`; primitive ones hold bytes, not values. */
export function tagged(tag: number, content: Buffer, primitive = false): Buffer {
  return value((primitive ? 0x80 : 0xa0) | tag, content);
}

function value(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes: number[] = [];
  for (let left = length; left > 0; left >>>= 8) bytes.unshift(left & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}
