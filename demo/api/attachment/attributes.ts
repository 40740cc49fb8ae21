import { requireRight } from '../../access/access.ts';
import { empty, result, type Answer } from '../../http/answer.ts';
import { objectOf } from '../../http/body.ts';
import { askingOf, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { notFound, Refusal } from '../../refusal.ts';
import { read, type Row } from '../../store/row.ts';
import { changeRecord, dropRecord, makeRecord } from '../table/change.ts';
import { attachmentNamed, targetOf } from './metadata.ts';

const TABLE = 'sys_attachment_attribute';

/** `GET /api/now/attachment/{sys_id}/attributes`. */
export function listAttributes(instance: Instance, call: SignedCall): Answer {
  return result(attributesOf(instance, attachmentNamed(instance, call)).map(shown));
}

/** `GET …/attributes/{key}`. */
export function getAttribute(instance: Instance, call: SignedCall): Answer {
  return result(shown(attributeNamed(instance, call)));
}

/** `POST …/attributes`: a key comes but once. */
export function addAttribute(instance: Instance, call: SignedCall): Answer {
  const attachment = changeable(instance, call);
  const [key, value] = [told(call, 'key'), told(call, 'value')];
  if (attributesOf(instance, attachment).some((one) => read(one, 'key') === key))
    throw new Refusal(400, 'Invalid attribute', `There is an attribute ${key.slice(0, 100)} already`);
  const values = { attachment: read(attachment, 'sys_id'), key, value };
  const row = makeRecord(instance, askingOf(call), TABLE, { values, notes: new Map() });
  return result(shown(row), {}, 201);
}

/** `PUT …/attributes/{key}`. */
export function setAttribute(instance: Instance, call: SignedCall): Answer {
  changeable(instance, call);
  const what = { values: { value: told(call, 'value') }, notes: new Map<string, string>() };
  return result(shown(changeRecord(instance, askingOf(call), attributeNamed(instance, call), what)));
}

/** `DELETE …/attributes/{key}`. */
export function deleteAttribute(instance: Instance, call: SignedCall): Answer {
  changeable(instance, call);
  dropRecord(instance, askingOf(call), attributeNamed(instance, call));
  return empty(204);
}

/** `DELETE …/attributes`: all of them. */
export function deleteAttributes(instance: Instance, call: SignedCall): Answer {
  const rows = attributesOf(instance, changeable(instance, call));
  instance.store.together(() => {
    for (const row of rows) dropRecord(instance, askingOf(call), row);
  });
  return empty(204);
}

function attributesOf({ store }: Instance, attachment: Row): Row[] {
  return store.table(TABLE).where('attachment', read(attachment, 'sys_id'));
}

function attributeNamed(instance: Instance, call: SignedCall): Row {
  const rows = attributesOf(instance, attachmentNamed(instance, call));
  const found = rows.find((row) => read(row, 'key') === call.params['key']);
  if (!found) throw notFound();
  return found;
}

function changeable(instance: Instance, call: SignedCall): Row {
  const attachment = attachmentNamed(instance, call);
  requireRight(instance, call.session, 'update', targetOf(instance, attachment));
  return attachment;
}

function told(call: SignedCall, name: string): string {
  const value = objectOf(call)[name];
  if (typeof value !== 'string' || value === '')
    throw new Refusal(400, 'Missing or invalid parameter', `${name} is missing`);
  return value;
}

function shown(row: Row): { key: string; value: string } {
  return { key: read(row, 'key'), value: read(row, 'value') };
}
