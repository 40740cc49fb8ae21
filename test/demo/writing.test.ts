import { expect } from 'vitest';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, refusal, resultOf, rowsOf } from './ask.ts';
import { CHOSEN, CLI, CODES, conform, REST_API, TABLE_API } from './conformance.ts';

const TASKS = '/api/now/table/wm_task';
const ID = 'a'.repeat(32);
const NOTED = 'sysparm_fields=work_notes,sys_mod_count&sysparm_display_value=all';

conform('Table API, writing', [
  {
    fact: 'a new record is answered with 201, its address and all it came to be',
    source: TABLE_API,
    ask: {
      method: 'POST',
      path: TASKS,
      body: { sys_id: ID, short_description: 'Look at the pump', priority: 2 },
    },
    status: 201,
    headers: { Location: new RegExp(`/api/now/table/wm_task/${ID}$`) },
    body: {
      result: {
        sys_id: ID,
        number: 'WOT0010061',
        state: '1',
        priority: '2',
        active: 'true',
        sys_mod_count: '0',
        sys_created_by: 'dispatcher',
        sys_created_on: '2026-06-17 12:00:00',
      },
    },
  },
  {
    fact: 'the same sys_id a second time violates a unique key',
    source: CHOSEN,
    ask: { method: 'POST', path: TASKS, body: { sys_id: ID, short_description: 'Again' } },
    status: 403,
    body: refusal(
      'Operation Failed',
      `Unique Key violation detected by database (Duplicate entry '${ID}' for key 'PRIMARY')`,
    ),
  },
  {
    fact: 'PATCH sets what is given, leaves the rest and counts',
    source: TABLE_API,
    ask: { method: 'PATCH', path: `${TASKS}/${ID}`, body: { description: 'It drips' } },
    status: 200,
    body: {
      result: {
        description: 'It drips',
        short_description: 'Look at the pump',
        sys_mod_count: '1',
        sys_updated_by: 'dispatcher',
      },
    },
  },
  {
    fact: 'PUT is PATCH',
    source: CLI,
    ask: { method: 'PUT', path: `${TASKS}/${ID}`, body: { priority: '1' } },
    status: 200,
    body: { result: { description: 'It drips', priority: '1', sys_mod_count: '2' } },
  },
  {
    fact: 'an update that changes nothing does not count',
    source: CHOSEN,
    ask: { method: 'PATCH', path: `${TASKS}/${ID}`, body: { priority: '1' } },
    status: 200,
    body: { result: { sys_mod_count: '2' } },
  },
  {
    fact: 'an update may leave out who changed it, when and how often',
    source:
      'docs api-reference/cllent-mobile-api-reference/FieldWriteOptionsAndroidAPI; GlideRecord.autoSysFields',
    ask: {
      method: 'PATCH',
      path: `${TASKS}/${ID}?sysparm_suppress_auto_sys_field=true`,
      as: 'supervisor',
      body: { skills: 'Quiet' },
    },
    status: 200,
    body: { result: { skills: 'Quiet', sys_mod_count: '2', sys_updated_by: 'dispatcher' } },
  },
  {
    fact: 'a new record may do without them too',
    source: 'docs GlideRecord.autoSysFields: neither created nor updated is set',
    ask: {
      method: 'POST',
      path: '/api/now/table/x_outpost_shift?sysparm_suppress_auto_sys_field=true',
      as: 'supervisor',
      body: { user: idOf('sys_user supervisor') },
    },
    status: 201,
    body: { result: { sys_created_on: '', sys_created_by: '', sys_updated_on: '', sys_updated_by: '' } },
  },
  {
    fact: 'system fields and unknown ones are ignored',
    source: CLI,
    ask: {
      method: 'PATCH',
      path: `${TASKS}/${ID}`,
      body: { sys_mod_count: '99', sys_created_by: 'me', nothing: '1' },
    },
    status: 200,
    body: { result: { sys_mod_count: '2', sys_created_by: 'dispatcher' } },
  },
  {
    fact: 'an empty string clears a field, but not a choice',
    source: REST_API,
    ask: { method: 'PATCH', path: `${TASKS}/${ID}`, body: { description: '', priority: '' } },
    status: 200,
    body: { result: { description: '', priority: '1' } },
  },
  {
    fact: 'a work note is written into the journal; the field itself stays empty',
    source: CLI,
    ask: { method: 'PATCH', path: `${TASKS}/${ID}`, body: { work_notes: 'Called <them>' } },
    status: 200,
    body: { result: { work_notes: '', sys_mod_count: '4' } },
  },
  {
    fact: "the record's stream shows notes newest first under their headers",
    source: 'ServiceNowDocs api-reference/web-services/retrieving-journal-entries.md',
    ask: async (demo) => {
      await ask(demo, { method: 'PATCH', path: `${TASKS}/${ID}`, body: { work_notes: 'Second' } });
      return { path: `${TASKS}/${ID}?${NOTED}` };
    },
    status: 200,
    also: (reply) => {
      expect(resultOf(reply)['work_notes']).toEqual({
        value: '',
        display_value:
          '2026-06-17 14:00:00 - Dana Whitlock (Work notes)\nSecond\n\n2026-06-17 14:00:00 - Dana Whitlock (Work notes)\nCalled <them>\n\n',
      });
    },
  },
  {
    fact: 'journal entries are hidden from all but administrators, their count is not',
    source: CLI,
    ask: { path: '/api/now/table/sys_journal_field', query: { sysparm_query: `element_id=${ID}` } },
    status: 200,
    headers: { 'X-Total-Count': /^2$/ },
    also: (reply) => {
      expect(reply.json).toEqual({ result: [] });
    },
  },
  {
    fact: 'administrators read journal entries',
    source: CLI,
    ask: {
      as: 'admin',
      path: '/api/now/table/sys_journal_field',
      query: {
        sysparm_query: `element_id=${ID}^element=work_notes`,
        sysparm_fields: 'value,name,sys_created_by',
        sysparm_limit: '1',
      },
    },
    status: 200,
    body: { result: [{ value: 'Called <them>', name: 'wm_task', sys_created_by: 'dispatcher' }] },
  },
  {
    fact: 'X-no-response-body answers without a body',
    source: TABLE_API,
    ask: {
      method: 'PATCH',
      path: `${TASKS}/${ID}`,
      headers: { 'X-no-response-body': 'true' },
      body: { description: 'x' },
    },
    status: 200,
    also: (reply) => {
      expect(reply.text).toBe('');
    },
  },
  {
    fact: 'nor does it a new record, which is found by its address',
    source: TABLE_API,
    ask: {
      method: 'POST',
      path: TASKS,
      headers: { 'X-no-response-body': 'true' },
      body: { sys_id: 'b'.repeat(32), short_description: 'Quiet' },
    },
    status: 201,
    headers: { Location: /\/b{32}$/ },
    also: async (reply, demo) => {
      expect(reply.text).toBe('');
      const base = { path: `/api/now/table/task/${'b'.repeat(32)}`, as: 'supervisor' };
      expect((await ask(demo, { ...base, method: 'DELETE' })).status).toBe(204);
    },
  },
  {
    fact: 'a deletion is filed under the table the record really was of',
    source: 'snowloader tests (third party)',
    ask: {
      as: 'supervisor',
      path: '/api/now/table/sys_audit_delete',
      query: { sysparm_query: `documentkey=${'b'.repeat(32)}`, sysparm_fields: 'tablename' },
    },
    status: 200,
    body: { result: [{ tablename: 'wm_task' }] },
  },
  {
    fact: 'work notes and comments are one stream as well',
    source: 'ServiceNowDocs api-reference/web-services/retrieving-journal-entries.md',
    ask: async (demo) => {
      await ask(demo, { method: 'PATCH', path: `${TASKS}/${ID}`, body: { comments: 'For everybody' } });
      const query = 'sysparm_fields=comments_and_work_notes&sysparm_display_value=true';
      return { path: `${TASKS}/${ID}?${query}` };
    },
    status: 200,
    also: (reply) => {
      expect(String(resultOf(reply)['comments_and_work_notes']).split('\n\n')[0]).toBe(
        '2026-06-17 14:00:00 - Dana Whitlock (Additional comments)\nFor everybody',
      );
    },
  },
  {
    fact: 'of some tables deletions leave no trace',
    source: 'snowloader tests (third party): no_audit_delete',
    ask: async (demo) => {
      const path = '/api/now/table/sys_journal_field';
      const [entry] = rowsOf(await ask(demo, { path, as: 'admin', query: { sysparm_limit: '1' } }));
      const sysId = String(entry?.['sys_id']);
      expect((await ask(demo, { method: 'DELETE', path: `${path}/${sysId}`, as: 'admin' })).status).toBe(204);
      const query = { sysparm_query: `documentkey=${sysId}` };
      return { path: '/api/now/table/sys_audit_delete', as: 'admin', query };
    },
    status: 200,
    body: { result: [] },
  },
  {
    fact: 'X-http-method-override says the method',
    source: TABLE_API,
    ask: {
      method: 'POST',
      path: `${TASKS}/${ID}`,
      headers: { 'X-http-method-override': 'PATCH' },
      body: { skills: 'Pumps' },
    },
    status: 200,
    body: { result: { skills: 'Pumps' } },
  },
  {
    fact: 'fields asked for shape the answer to a write too',
    source: TABLE_API,
    ask: { method: 'PATCH', path: `${TASKS}/${ID}?sysparm_fields=number`, body: { skills: 'Valves' } },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({ result: { number: 'WOT0010061' } });
    },
  },
  {
    fact: 'a body that is no JSON',
    source: CODES,
    ask: { method: 'POST', path: TASKS, body: '{"a":' },
    status: 400,
    body: { error: { message: 'Exception while reading request' } },
  },
  {
    fact: 'a body of another kind',
    source: CODES,
    ask: { method: 'POST', path: TASKS, body: 'a=b', headers: { 'Content-Type': 'text/plain' } },
    status: 415,
    body: { status: 'failure' },
  },
  {
    fact: 'a body beyond 10 MB',
    source: 'ServiceNowDocs api-reference/rest-api-explorer/r_ControllingMaxRequestSize.md',
    ask: { method: 'POST', path: TASKS, body: { description: 'x'.repeat(10_485_760) } },
    status: 400,
    body: {
      error: {
        message: expect.stringMatching(
          /^Rejected large REST payload .* Max allowed: 10485760 bytes\.$/,
        ) as string,
      },
    },
  },
  {
    fact: 'what rights do not allow to write',
    source: CODES,
    ask: {
      method: 'PATCH',
      path: `/api/now/table/sys_user/${idOf('sys_user technician')}`,
      body: { title: 'Boss' },
    },
    status: 403,
    body: refusal('Operation Failed', 'ACL Exception Update Failed due to security constraints'),
  },
  {
    fact: 'a technician makes no tasks',
    source: CODES,
    ask: { method: 'POST', path: TASKS, as: 'technician', body: { short_description: 'x' } },
    status: 403,
    body: refusal('Operation Failed', 'ACL Exception Insert Failed due to security constraints'),
  },
  {
    fact: 'a dispatcher deletes only drafts',
    source: CODES,
    ask: { method: 'DELETE', path: `${TASKS}/${idOf('wm_task 0')}` },
    status: 403,
    body: refusal('Operation Failed', 'ACL Exception Delete Failed due to security constraints'),
  },
  {
    fact: 'a deleted record is gone without a word',
    source: TABLE_API,
    ask: { method: 'DELETE', path: `${TASKS}/${ID}` },
    status: 204,
    also: (reply) => {
      expect(reply.text).toBe('');
    },
  },
  {
    fact: 'deleting it again finds nothing',
    source: TABLE_API,
    ask: { method: 'DELETE', path: `${TASKS}/${ID}` },
    status: 404,
    body: { error: { message: 'No Record found' } },
  },
  {
    fact: 'its number is not given again',
    source: CHOSEN,
    ask: { method: 'POST', path: TASKS, body: { short_description: 'The next one' } },
    status: 201,
    body: { result: { number: expect.not.stringMatching(/WOT0010061/) as string } },
  },
  {
    fact: 'what was deleted can be read by those in charge',
    source: 'snowloader tests (third party)',
    ask: {
      as: 'supervisor',
      path: '/api/now/table/sys_audit_delete',
      query: { sysparm_query: `documentkey=${ID}`, sysparm_fields: 'tablename,documentkey,display_value' },
    },
    status: 200,
    body: { result: [{ tablename: 'wm_task', documentkey: ID, display_value: 'WOT0010061' }] },
  },
  {
    fact: 'unless told otherwise values are what is kept, and times UTC',
    source: TABLE_API,
    ask: {
      method: 'POST',
      path: `${TASKS}?sysparm_exclude_reference_link=true`,
      body: { short_description: 'x', expected_start: '2026-06-18 10:00:00', priority: '1 - Critical' },
    },
    status: 201,
    body: { result: { expected_start: '2026-06-18 10:00:00', priority: '4' } },
  },
  {
    fact: 'sysparm_input_display_value takes labels, names and times as people see them',
    source: TABLE_API,
    ask: {
      method: 'POST',
      path: `${TASKS}?sysparm_input_display_value=true&sysparm_exclude_reference_link=true`,
      body: {
        short_description: 'x',
        state: 'Assigned',
        assigned_to: 'Tess Okonjo',
        priority: '1 - Critical',
        expected_start: '2026-06-18 10:00:00',
      },
    },
    status: 201,
    body: {
      result: {
        state: '16',
        assigned_to: idOf('sys_user technician'),
        priority: '1',
        expected_start: '2026-06-18 08:00:00',
      },
    },
  },
]);
