import { deflateSync } from 'node:zlib';
import { idOf } from '../../demo/service/seed/sow.ts';
import type { Ask } from './ask.ts';
import { conform } from './conformance.ts';

const ATTACHMENTS = 'ServiceNowDocs api-reference/rest-apis/c_AttachmentAPI.md';

const upload = (bytes: Buffer | string): Ask => ({
  method: 'POST',
  path: '/api/now/attachment/file',
  query: { table_name: 'wm_task', table_sys_id: idOf('wm_task 0'), file_name: 'photo' },
  headers: { 'Content-Type': 'image/png' },
  body: new Uint8Array(typeof bytes === 'string' ? Buffer.from(bytes, 'hex') : bytes),
});

/** A PNG of these lines, each beginning with its filter; `kind` is its kind of colour. */
function png(
  width: number,
  kind: number,
  lines: readonly number[][],
  palette: readonly number[] = [],
): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, lines.length, 8, kind, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    ...(palette.length > 0 ? [chunk('PLTE', Buffer.from(palette))] : []),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const JPEG = 'ffd8ffe000041234ffffc40005000102ffc000110801e002800301220002';
const measured = (source: string): string => `${ATTACHMENTS}, image_height and image_width; ${source}`;
const large = { result: { image_width: '640', image_height: '480' } };
const COLOR = `${ATTACHMENTS}, average_image_color; how it is written is chosen`;

conform('Pictures among attachments', [
  {
    fact: 'a PNG is measured, even one of which no more than its header came',
    source: measured('W3C PNG, 11.2.1'),
    ask: upload('89504e470d0a1a0a0000000d4948445200000280000001e00802'),
    status: 201,
    body: { result: { ...large.result, average_image_color: '' } },
  },
  {
    fact: 'a JPEG is, whatever comes before its frame',
    source: measured('ITU-T T.81, B.2'),
    ask: upload(JPEG),
    status: 201,
    body: large,
  },
  {
    fact: 'one that ends in its header is not',
    source: 'chosen',
    ask: upload(JPEG.slice(0, 40)),
    status: 201,
    body: { result: { image_width: '', image_height: '' } },
  },
  {
    fact: 'a GIF is measured',
    source: measured('GIF89a specification, 18'),
    ask: upload('4749463839618002e001f70000'),
    status: 201,
    body: large,
  },
  {
    fact: 'a WebP is, of the extended kind',
    source: measured('RFC 9649, 2.7'),
    ask: upload('524946460000000057454250565038580a000000100000007f0200df0100'),
    status: 201,
    body: large,
  },
  {
    fact: 'one without loss',
    source: measured('RFC 9649, 3.4'),
    ask: upload('5249464600000000574542505650384c0a0000002f7fc2770000000000000000'),
    status: 201,
    body: large,
  },
  {
    fact: 'and one with',
    source: measured('RFC 9649, 2.5; RFC 6386, 9.1'),
    ask: upload('5249464600000000574542505650382000000000000000' + '9d012a8002e001'),
    status: 201,
    body: large,
  },
  {
    fact: 'the colours of a PNG are averaged',
    source: COLOR,
    ask: upload(png(2, 2, [[0, 255, 0, 0, 0, 0, 0]])),
    status: 201,
    body: { result: { image_width: '2', image_height: '1', average_image_color: '#800000' } },
  },
  {
    fact: 'whatever filter its lines have',
    source: `${COLOR}; W3C PNG, 9.2`,
    ask: upload(
      png(2, 2, [
        [1, 10, 10, 10, 0, 0, 0],
        [2, 0, 0, 0, 0, 0, 0],
        [3, 5, 5, 5, 0, 0, 0],
        [4, 0, 0, 0, 0, 0, 0],
      ]),
    ),
    status: 201,
    body: { result: { average_image_color: '#0a0a0a' } },
  },
  {
    fact: 'with a palette',
    source: COLOR,
    ask: upload(png(2, 3, [[0, 1, 1]], [0, 0, 0, 1, 2, 3])),
    status: 201,
    body: { result: { average_image_color: '#010203' } },
  },
  {
    fact: 'in grey',
    source: COLOR,
    ask: upload(png(1, 0, [[0, 128]])),
    status: 201,
    body: { result: { average_image_color: '#808080' } },
  },
]);
