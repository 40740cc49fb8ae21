import type { Answer } from '../../http/answer.ts';
import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { Refusal } from '../../refusal.ts';
import { read } from '../../store/row.ts';
import { attachmentNamed, metadata } from './metadata.ts';

/** `GET /api/now/attachment/{sys_id}/file`: the bytes, or the range of them that was asked for. */
export function getFile(instance: Instance, call: SignedCall): Answer {
  const row = attachmentNamed(instance, call);
  const { path, size } = instance.files.find(read(row, 'sys_id')) ?? { path: '', size: 0 };
  const headers = {
    'Content-Type': read(row, 'content_type').replace(/[^\x20-\x7e]/g, '') || 'application/octet-stream',
    'Content-Disposition': `attachment;filename*=UTF-8''${encodeURIComponent(read(row, 'file_name'))}`,
    'X-Attachment-Metadata': JSON.stringify(metadata(instance, row)).replace(/[^\x20-\x7e]/g, asciiOnly),
    'Accept-Ranges': 'bytes',
  };
  const range = rangeOf(call.headers['range'] ?? '', size);
  if (!range) return { status: 200, headers, body: '', file: { path, from: 0, size } };
  const { from, to } = range;
  if (from >= size || from > to) {
    throw new Refusal(416, 'Requested range not satisfiable', null, { 'Content-Range': `bytes */${size}` });
  }
  const part = { 'Content-Range': `bytes ${from}-${to}/${size}` };
  return {
    status: 206,
    headers: { ...headers, ...part },
    body: '',
    file: { path, from, size: to - from + 1 },
  };
}

/** `0-9`, `10-` (to the end) and `-5` (the last five); null for what is to be taken as no range at all. */
function rangeOf(text: string, size: number): { from: number; to: number } | null {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(text) ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return { from: Math.max(size - Number(last), 0), to: Number(last) === 0 ? -1 : size - 1 };
  if (last !== '' && Number(last) < Number(first)) return null;
  return { from: Number(first), to: Math.min(last === '' ? size - 1 : Number(last), size - 1) };
}

function asciiOnly(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
