import { canRead, requireRight } from '../../access/access.ts';
import { moment, stamp } from '../../clock.ts';
import type { Spooled } from '../../files/spool.ts';
import type { Upload } from '../../files/upload.ts';
import { result, type Answer } from '../../http/answer.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { find } from '../../query/path.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { read, type Row } from '../../store/row.ts';
import { averageColor } from './average-color.ts';
import { metadata } from './metadata.ts';
import { measuresOf } from './picture.ts';

/** What an upload says besides its bytes: its parameters, and how the file is called. */
interface Told {
  told: (parameter: string) => string;
  name: string;
}

type UploadedFile = NonNullable<Upload['file']>;

/** `POST /api/now/attachment/file`: the body is the file, everything else is in the address. */
export function uploadFile(instance: Instance, call: SignedCall): Answer {
  if (call.headers['content-type'] === undefined) throw missing('Content-Type');
  const told = (name: string): string => call.query.get(name) ?? '';
  return attach(instance, call, { told, name: told('file_name') });
}

/** `POST /api/now/attachment/upload`: a form whose last part is the file. */
export function uploadForm(instance: Instance, call: SignedCall): Answer {
  const { upload } = call;
  if (upload instanceof Refusal) throw upload;
  const told = (name: string): string => upload?.fields.get(name) ?? '';
  return attach(instance, call, { told, name: upload?.file?.name ?? '' });
}

function attach(instance: Instance, call: SignedCall, { told, name }: Told): Answer {
  const file = fileOf(instance, call, { told, name });
  const target = targetNamed(instance, call, told);
  const values = {
    table_name: read(target, 'sys_class_name'),
    table_sys_id: read(target, 'sys_id'),
    file_name: name.slice(0, 100),
    content_type: file.type.slice(0, 100),
    size_bytes: String(file.size),
    creation_time: stamp(moment(told('creation_time')) ?? instance.now()),
    encryption_context: told('encryption_context').slice(0, 32),
    hash: file.hash,
    ...pictured(file),
  };
  const row = instance.store.together(() => {
    const made = instance.records.insert(call.session, 'sys_attachment', { values, notes: new Map() });
    const sysId = read(made, 'sys_id');
    keepFile(instance, sysId, file);
    noteEffect(instance, call, { ...values, sys_id: sysId });
    return made;
  });
  const location = `${instance.url()}/api/now/attachment/${read(row, 'sys_id')}`;
  return result(metadata(instance, row), { Location: location }, 201);
}

/** The file that came in. Refuses a request that leaves something out, and a file that may not be attached. */
function fileOf({ limits }: Instance, { upload }: SignedCall, { told, name }: Told): UploadedFile {
  if (upload instanceof Refusal) throw upload;
  for (const parameter of ['table_name', 'table_sys_id'])
    if (told(parameter) === '') throw missing(parameter);
  if (!upload?.file) throw missing('the file');
  if (name === '') throw missing('file_name');
  requireExtension(name, limits.attachmentExtensions);
  return upload.file;
}

/** The record that the file is for. Refuses one that the user may not see or change. */
function targetNamed(instance: Instance, { session }: SignedCall, told: Told['told']): Row {
  const target = find(instance.store, told('table_name'), told('table_sys_id').toLowerCase());
  if (!target || !canRead(instance, session, target)) throw notFound();
  requireRight(instance, session, 'update', target);
  return target;
}

/** Makes the bytes those of the record; they go when it is undone. */
function keepFile({ files, store }: Instance, sysId: string, file: UploadedFile): void {
  files.keep(sysId, file);
  store.takenBackBy(() => {
    files.remove(sysId);
  });
}

function noteEffect({ ledger }: Instance, call: SignedCall, made: Row): void {
  const { key, request } = askingOf(call);
  const told = ['sys_id', 'file_name', 'content_type', 'size_bytes'];
  ledger.add({
    user: call.session.userName,
    table: read(made, 'table_name'),
    sys_id: read(made, 'table_sys_id'),
    op: 'file',
    key,
    request,
    fields: Object.fromEntries(told.map((field) => [field, read(made, field)])),
  });
}

/** What is known of a picture: its measures, and the average of its colours. */
function pictured({ head, size }: Spooled): Record<string, string> {
  const measures = measuresOf(head);
  if (!measures) return {};
  const color = head.length === size ? averageColor(head, measures) : null;
  return {
    image_width: String(measures.width),
    image_height: String(measures.height),
    average_image_color: color ?? '',
  };
}

/** `glide.attachment.extensions`: where there are some, no others are taken. */
function requireExtension(name: string, allowed: readonly string[]): void {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (allowed.length === 0 || allowed.includes(extension)) return;
  throw new Refusal(
    400,
    'Attachment type not allowed',
    `Files with the extension "${extension}" are not taken`,
  );
}

function missing(what: string): Refusal {
  return new Refusal(400, 'Missing or invalid parameter', `${what} is missing`);
}
