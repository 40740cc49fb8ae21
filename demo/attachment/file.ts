import type { Answer } from '../http/answer.ts';
import type { SignedCall } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { Refusal } from '../refusal.ts';
import { read } from '../store/row.ts';
import { attachmentNamed, metadata } from './metadata.ts';

/** `GET /api/now/attachment/{sys_id}/file`: the bytes, or the range of them that was asked for. */
export function getFile(instance: Instance, call: SignedCall): Answer {
  const row = attachmentNamed(instance, call);
  const bytes = instance.files.get(read(row, 'sys_id'));
  const headers = {
    'Content-Type': read(row, 'content_type').replace(/[^\x20-\x7e]/g, '') || 'application/octet-stream',
    'Content-Disposition': `attachment;filename*=UTF-8''${encodeURIComponent(read(row, 'file_name'))}`,
    'X-Attachment-Metadata': JSON.stringify(metadata(instance, row)).replace(/[^\x20-\x7e]/g, asciiOnly),
    'Accept-Ranges': 'bytes',
  };
  const range = /^bytes=(\d*)-(\d*)$/.exec(call.headers['range'] ?? '');
  if (!range || (range[1] === '' && range[2] === '')) return { status: 200, headers, body: bytes };
  const { from, to } = bounds(range[1] ?? '', range[2] ?? '', bytes.length);
  if (from >= bytes.length || from > to) {
    throw new Refusal(416, 'Requested range not satisfiable', null, {
      'Content-Range': `bytes */${bytes.length}`,
    });
  }
  const part = { 'Content-Range': `bytes ${from}-${to}/${bytes.length}` };
  return { status: 206, headers: { ...headers, ...part }, body: bytes.subarray(from, to + 1) };
}

/** `0-9`, `10-` (to the end) and `-5` (the last five). */
function bounds(first: string, last: string, size: number): { from: number; to: number } {
  if (first === '') return { from: Math.max(size - Number(last), 0), to: size - 1 };
  return { from: Number(first), to: Math.min(last === '' ? size - 1 : Number(last), size - 1) };
}

function asciiOnly(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
