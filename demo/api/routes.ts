import type { Route } from '../instance.ts';
import { getStats } from './aggregate/stats.ts';
import {
  addAttribute,
  deleteAttribute,
  deleteAttributes,
  getAttribute,
  listAttributes,
  setAttribute,
} from './attachment/attributes.ts';
import { getFile } from './attachment/file.ts';
import { deleteAttachment, getAttachment, listAttachments, renameAttachment } from './attachment/metadata.ts';
import { uploadFile, uploadForm } from './attachment/upload.ts';
import { serveBatch } from './batch/batch.ts';
import { getImported, importMany, importOne } from './import/import.ts';
import { currentUser } from './metadata/current-user.ts';
import { tableMeta } from './metadata/meta.ts';
import { listTables } from './metadata/tables.ts';
import { listRecords } from './table/list.ts';
import { getRecord } from './table/one.ts';
import { createRecord, deleteRecord, updateRecord } from './table/write.ts';

const TABLE = '/api/now/table/:table';
const FILE = '/api/now/attachment/:sys_id';
const RECORD = '/api/now/table/:table/:sys_id';

/** Everything under `/api/now`, without the version in the path. */
export const routes: readonly Route[] = [
  { method: 'GET', pattern: TABLE, answer: listRecords },
  { method: 'POST', pattern: TABLE, answer: createRecord },
  { method: 'GET', pattern: RECORD, answer: getRecord },
  { method: 'PATCH', pattern: RECORD, answer: updateRecord },
  { method: 'PUT', pattern: RECORD, answer: updateRecord },
  { method: 'DELETE', pattern: RECORD, answer: deleteRecord },
  { method: 'GET', pattern: '/api/now/attachment', answer: listAttachments },
  { method: 'GET', pattern: FILE, answer: getAttachment },
  { method: 'GET', pattern: `${FILE}/file`, answer: getFile, answers: 'anything' },
  { method: 'PATCH', pattern: FILE, answer: renameAttachment },
  { method: 'DELETE', pattern: FILE, answer: deleteAttachment },
  { method: 'GET', pattern: `${FILE}/attributes`, answer: listAttributes },
  { method: 'POST', pattern: `${FILE}/attributes`, answer: addAttribute },
  { method: 'DELETE', pattern: `${FILE}/attributes`, answer: deleteAttributes },
  { method: 'GET', pattern: `${FILE}/attributes/:key`, answer: getAttribute },
  { method: 'PUT', pattern: `${FILE}/attributes/:key`, answer: setAttribute },
  { method: 'DELETE', pattern: `${FILE}/attributes/:key`, answer: deleteAttribute },
  { method: 'POST', pattern: '/api/now/attachment/file', answer: uploadFile },
  { method: 'POST', pattern: '/api/now/attachment/upload', answer: uploadForm },
  { method: 'POST', pattern: '/api/now/batch', answer: serveBatch },
  { method: 'GET', pattern: '/api/now/stats/:table', answer: getStats },
  { method: 'POST', pattern: '/api/now/import/:staging', answer: importOne },
  { method: 'GET', pattern: '/api/now/import/:staging/:sys_id', answer: getImported },
  { method: 'POST', pattern: '/api/now/import/:staging/insertMultiple', answer: importMany },
  { method: 'GET', pattern: '/api/now/ui/meta/:table', answer: tableMeta },
  { method: 'GET', pattern: '/api/now/doc/table/schema', answer: listTables },
  { method: 'GET', pattern: '/api/now/ui/user/current_user', answer: currentUser },
];
