import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, rowsOf, testDemo } from './ask.ts';

const OPERATORS = 'ServiceNowDocs platform-user-interface/r_OpAvailableFiltersQueries.md';
const GRAMMAR = 'ServiceNowDocs platform-user-interface/c_EncodedQueryStrings.md';
const PRECEDENCE = 'servicenow.github.io/sdk/guides/encoded-query-guide';
const RELATED = `${GRAMMAR}; expertsnow.at related-encoded-query`;
const PARTS = `${OPERATORS}, trend; beginning of the week and of its count: chosen`;
const MOBILE = 'ServiceNowDocs (brazil) api-reference/MobileGlideRecordScopedAPI.md';
const dispatcher = idOf('sys_user dispatcher');
const supervisor = idOf('sys_user supervisor');

/** The definition of the hierarchy of managers, in the documents' example. */
const MANAGERS = 'fdd0fa0f93f5d2505bd0bd886cba1015';

/** Two tags, and which record gets which. */
const RED = '6c361e12471331007f47563dbb9a7135';
const BLUE = '0'.repeat(32);
const tags: Record<string, string> = { 'Q alpha': RED, 'Q Beta': BLUE };

/** Records made for this: nothing else carries their prefix. */
const records = [
  { short_description: 'Q alpha', priority: '1', skills: 'Pumps', expected_start: '2026-06-16 08:00:00' },
  { short_description: 'Q Beta', priority: '2', skills: '', expected_start: '2026-06-17 00:30:00' },
  {
    short_description: 'Q gamma=1',
    priority: '3',
    skills: 'Pumps, Valves',
    expected_start: '2026-06-18 08:00:00',
    description: '(Q',
    close_notes: 'Valves',
  },
  {
    short_description: 'Q delta',
    priority: '10',
    skills: 'Valves',
    expected_start: '',
    assigned_to: dispatcher,
    description: 'Q d[a-z]+|nothing',
    close_notes: 'Pumps,Valves',
  },
];

/** Time worked on them. */
const worked: Record<string, string[]> = { 'Q Beta': ['short'], 'Q gamma=1': ['short', 'long'] };

/** Query, the records it finds (by their last word), and where that is from. `chosen` is explained in demo/README.md. */
const cases: [query: string, finds: string, source: string][] = [
  ['', 'alpha Beta gamma=1 delta', GRAMMAR],
  ['priority=1', 'alpha', OPERATORS],
  ['priority!=1', 'Beta gamma=1 delta', OPERATORS],
  ['priority<3', 'alpha Beta', OPERATORS],
  ['priority>=3', 'gamma=1 delta', OPERATORS],
  ['priorityBETWEEN2@3', 'Beta gamma=1', OPERATORS],
  ['priorityIN1,10', 'alpha delta', OPERATORS],
  ['priorityNOT IN1,10', 'Beta gamma=1', OPERATORS],
  ['short_description=Q gamma=1', 'gamma=1', 'an equals sign in a value is legal'],
  ['short_description=q beta', '', 'chosen'],
  ['short_descriptionLIKEBET', 'Beta', 'ServiceNowDocs (brazil) api-reference/MobileGlideRecordScopedAPI.md'],
  ['short_descriptionCONTAINSta', 'Beta delta', OPERATORS],
  ['short_description*ta', 'Beta delta', OPERATORS],
  ['short_descriptionNOT LIKEta', 'alpha gamma=1', OPERATORS],
  ['short_descriptionDOES NOT CONTAINta', 'alpha gamma=1', OPERATORS],
  ['short_descriptionENDSWITHta', 'Beta delta', OPERATORS],
  ['short_description%ta', 'Beta delta', OPERATORS],
  ['skillsISEMPTY', 'Beta', OPERATORS],
  ['skillsISNOTEMPTY', 'alpha gamma=1 delta', OPERATORS],
  ['skillsEMPTYSTRING', 'Beta', OPERATORS],
  ['skillsANYTHING', 'alpha Beta gamma=1 delta', OPERATORS],
  ['skills!=Pumps', 'Beta gamma=1 delta', 'chosen'],
  ['assigned_to=javascript:gs.getUserID()', 'delta', GRAMMAR],
  ['assigned_toDYNAMIC90d1921e5f510100a9ad2572f2b477fe', 'delta', OPERATORS],
  ['assigned_toLIKEwhit', 'delta', OPERATORS],
  ['assigned_to.name=Dana Whitlock', 'delta', OPERATORS],
  ['assigned_to.user_nameSTARTSWITHdisp', 'delta', OPERATORS],
  ['expected_start<2026-06-17 00:00:00', 'alpha', OPERATORS],
  ['expected_start>javascript:gs.endOfToday()', 'gamma=1', GRAMMAR],
  ['expected_startONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()', 'Beta', OPERATORS],
  ['expected_startONYesterday@javascript:gs.daysAgoStart(1)@javascript:gs.daysAgoEnd(1)', 'alpha', OPERATORS],
  ["expected_start>=javascript:gs.dateGenerate('2026-06-18','00:00:00')", 'gamma=1', OPERATORS],
  ['expected_startRELATIVEGT@hour@ahead@1', 'gamma=1', OPERATORS],
  ['expected_startRELATIVELT@day@ago@1', 'alpha', OPERATORS],
  ['sys_created_onSAMEASsys_updated_on', 'alpha Beta gamma=1 delta', OPERATORS],
  ['priority=1^ORpriority=2^skillsISNOTEMPTY', 'alpha', PRECEDENCE],
  ['skillsISNOTEMPTY^priority=1^ORpriority=2', 'alpha', PRECEDENCE],
  ['sys_class_name=wm_order^NQpriority=2', '', 'a term after ^NQ affects only the last group'],
  ['priority=1^EQ', 'alpha', GRAMMAR],
  ['nothing=1', 'alpha Beta gamma=1 delta', 'an invalid term is dropped without a word (c_TableAPI.md)'],
  ['priority=1^nothing.at.all=1', 'alpha', 'c_TableAPI.md'],
  ['priority=1^skills=javascript:while(true){}', 'alpha', 'c_TableAPI.md'],
  ['short_descriptionMATCH_RGXQ [a-d]\\w+', 'alpha delta', `${OPERATORS}; of the whole value: chosen`],
  ['short_descriptionMATCH_RGX.*(?:a|eta)=?\\d{0,2}', 'alpha Beta gamma=1 delta', OPERATORS],
  ['short_descriptionMATCH_RGXQ (alp|Be)', '', OPERATORS],
  ['short_descriptionMATCH_RGX(Q(.*)*)*!', '', 'no pattern hangs it'],
  ['short_descriptionMATCH_RGX((.*){999}){999}', 'alpha Beta gamma=1 delta', 'too large: c_TableAPI.md'],
  ['short_descriptionMATCH_RGX((((){999}){999}){999}){999}', 'alpha Beta gamma=1 delta', 'the same'],
  ['short_descriptionMATCH_RGX(?=Q)', 'alpha Beta gamma=1 delta', 'not understood: c_TableAPI.md'],
  ['short_descriptionMATCH_RGX^Q [a-d]\\w+', 'alpha delta', MOBILE],
  ['short_descriptionMATCH_RGX^Q [a-d]\\w+^priority=1', 'alpha', MOBILE],
  ['short_descriptionMATCH_RGX_FIELDdescription', 'delta', MOBILE],
  ['skillsIN_FIELDclose_notes', 'delta', MOBILE],
  ['priority=1^skillsIN_FIELDnothing', 'alpha', 'c_TableAPI.md'],
  ['assigned_toDYNAMICme', 'delta', MOBILE],
  ['expected_startON2026-06-17', 'Beta', MOBILE],
  ['expected_startNOTON2026-06-17', 'alpha gamma=1 delta', MOBILE],
  ['reassignment_countMORETHANpriority', '', MOBILE],
  ['reassignment_countLESSTHANpriority', 'alpha Beta gamma=1 delta', MOBILE],
  [`assigned_toIN_HIERARCHY${MANAGERS}@${supervisor}`, 'delta', OPERATORS],
  [`assigned_toIN_HIERARCHY${MANAGERS}%40${dispatcher}`, 'delta', OPERATORS],
  [`assigned_toIN_HIERARCHY${MANAGERS}@${idOf('sys_user technician')}`, '', OPERATORS],
  [`assigned_toIN_HIERARCHY_DYNAMIC${MANAGERS}@90d1921e5f510100a9ad2572f2b477fe`, 'delta', OPERATORS],
  [`priority=1^assigned_toIN_HIERARCHY${'0'.repeat(32)}@${supervisor}`, 'alpha', 'c_TableAPI.md'],
  [`sys_tags.${RED}=${RED}`, 'alpha', `${OPERATORS}, tags`],
  [`sys_tags.${RED}DOESNOTHAVE${RED}`, 'Beta', `${OPERATORS}, tags`],
  [`sys_tags.${RED}EXCLUDING${RED}`, 'Beta gamma=1 delta', `${OPERATORS}, tags`],
  ['priority=1^stateVALCHANGES', 'alpha', `${OPERATORS}: for notifications; c_TableAPI.md`],
  ['priority=1^stateCHANGESFROM4', 'alpha', 'the same'],
  ['priority=1^stateCHANGESTO4', 'alpha', 'the same'],
  [
    'priority=1^123TEXTINDEXGROUP321=portal_index_group',
    'alpha',
    'there is no text index group: c_TableAPI.md',
  ],
  ['sys_created_onSAMEASsys_updated_on@day', 'alpha Beta gamma=1 delta', OPERATORS],
  ['expected_startSAMEASsys_created_on@dayofweek', 'Beta', OPERATORS],
  ['expected_startNSAMEASsys_created_on@day', 'alpha gamma=1', OPERATORS],
  ['RLQUERYtask_time_worked.task,>=1^ENDRLQUERY', 'Beta gamma=1', RELATED],
  ['RLQUERYtask_time_worked.task,=00^ENDRLQUERY', 'alpha delta', RELATED],
  ['RLQUERYtask_time_worked.task,BETWEEN2@3^ENDRLQUERY', 'gamma=1', RELATED],
  ['RLQUERYtask_time_worked.task,>=1,m2m^comments=long^ENDRLQUERY^priority=3', 'gamma=1', RELATED],
  ['RLQUERYtask_time_worked.task,>=1^nothing=1^ENDRLQUERY^priority=1', '', 'c_TableAPI.md'],
  ['RLQUERYnothing.task,>=1^state=1^ENDRLQUERY^priority=1', 'alpha', 'c_TableAPI.md'],
  ['priority=1^RLQUERYtask_time_worked.task,>=1', 'alpha', 'c_TableAPI.md'],
  [
    "expected_startDATEPARTWednesday@javascript:gs.datePart('dayofweek','wednesday','GE')",
    'Beta gamma=1',
    PARTS,
  ],
  ["expected_startDATEPARTJune@javascript:gs.datePart('month','jun','EE')", 'alpha Beta gamma=1', PARTS],
  ["expected_startDATEPARTJune@javascript:gs.datePart('month','jun','LT')", '', PARTS],
  ["expected_startDATEPART2 am hour@javascript:gs.datePart('hour','2','EE')", 'Beta', PARTS],
  ["expected_startDATEPARTWeek 24@javascript:gs.datePart('week','24','EE')", 'alpha Beta gamma=1', PARTS],
  ["expected_startDATEPARTQuarter 1@javascript:gs.datePart('quarter','1','GT')", 'alpha Beta gamma=1', PARTS],
  ["expected_startDATEPART2026@javascript:gs.datePart('year','2026','LE')", 'alpha Beta gamma=1', PARTS],
  [
    "priority=1^expected_startDATEPARTFriday@javascript:gs.datePart('dayofweek','freitag','EE')",
    'alpha',
    'c_TableAPI.md',
  ],
  ['123TEXTQUERY321=q valves', 'gamma=1 delta', GRAMMAR],
  ['short_descriptionNOTLIKEta', 'alpha gamma=1', OPERATORS],
  ['short_description!*ta', 'alpha gamma=1', OPERATORS],
  ['short_description>=Q d', 'gamma=1 delta', `${OPERATORS}, strings; by code: chosen`],
  ['short_descriptionBETWEENQ B@Q d', 'Beta', `${OPERATORS}, strings`],
  ['short_descriptionSTARTSWITHq B', 'Beta', OPERATORS],
  ['skillsISEMPTYSTRING', 'Beta', MOBILE],
  ['skillsSAMEASclose_notes', '', OPERATORS],
  ['skillsNSAMEASclose_notes', 'gamma=1 delta', 'KB0715430: empty values are neither the same nor different'],
  ['active=true', 'alpha Beta gamma=1 delta', OPERATORS],
  ['needs_attention!=true', 'alpha Beta gamma=1 delta', `${OPERATORS}: false, empty and NULL`],
  ['priorityGT_FIELDreassignment_count', 'alpha Beta gamma=1 delta', OPERATORS],
  ['priorityLT_FIELDreassignment_count', '', OPERATORS],
  ['priorityGT_OR_EQUALS_FIELDpriority', 'alpha Beta gamma=1 delta', OPERATORS],
  ['priorityLT_OR_EQUALS_FIELDreassignment_count', '', OPERATORS],
  ['sys_class_nameINSTANCEOFsm_task', 'alpha Beta gamma=1 delta', OPERATORS],
  ['sys_class_nameINSTANCEOFwm_order', '', OPERATORS],
  ['expected_startBETWEEN2026-06-16 08:00:00@2026-06-17 00:30:00', 'alpha Beta', OPERATORS],
  ['expected_start<=2026-06-17 00:30:00', 'alpha Beta', OPERATORS],
  ['expected_start>=javascript:gs.daysAgoStart(0)', 'Beta gamma=1', GRAMMAR],
  ['expected_start<javascript:gs.beginningOfToday()', 'alpha', GRAMMAR],
  ['expected_start>javascript:gs.beginningOfLast7Days()', 'alpha Beta gamma=1', GRAMMAR],
  [
    'expected_startNOTONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)',
    'alpha gamma=1 delta',
    OPERATORS,
  ],
  ['expected_startRELATIVEGE@hour@ago@12', 'Beta gamma=1', OPERATORS],
  ['expected_startRELATIVELE@hour@ago@12', 'alpha', OPERATORS],
  ['expected_startRELATIVEEE@day@ago@1', 'alpha', OPERATORS],
  ['expected_startRELATIVEEE@hour@ahead@20', 'gamma=1', 'the hour, day, month that holds it: chosen'],
  ['expected_startRELATIVEEE@week@ago@0', 'alpha Beta gamma=1', 'the same; from Monday'],
  ['expected_startRELATIVEEE@month@ago@1', '', 'the same'],
  ['expected_startRELATIVEEE@quarter@ahead@0', 'alpha Beta gamma=1', 'the same'],
  ['expected_startRELATIVEEE@year@ago@0', 'alpha Beta gamma=1', 'the same'],
  ['expected_startMORETHANsys_created_on@hour@before@12', 'alpha', OPERATORS],
  ['expected_startLESSTHANsys_created_on@hour@before@12', 'Beta', OPERATORS],
  ['priority=1^ORpriority=2^priority!=2', 'alpha', PRECEDENCE],
  ['priority=1^assigned_to.nothing=1', 'alpha', 'c_TableAPI.md: a bad dot-walk is dropped'],
  ['priorityIN', '', 'among no values is nothing'],
  ['ORDERBYDESCpriority', 'delta gamma=1 Beta alpha', GRAMMAR],
  ['ORDERBYskills^ORDERBYDESCpriority', 'Beta alpha gamma=1 delta', GRAMMAR],
  ['ORDERBYexpected_start', 'delta alpha Beta gamma=1', GRAMMAR],
];

describe('Encoded queries', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await testDemo();
    for (const body of records) {
      const made = await ask(demo, { method: 'POST', path: '/api/now/table/wm_task', body });
      const task = String(resultOf(made)['sys_id']);
      const label = tags[body.short_description];
      if (label !== undefined)
        await ask(demo, {
          method: 'POST',
          path: '/api/now/table/label_entry',
          body: { label, table: 'wm_task', table_key: task },
        });
      for (const comments of worked[body.short_description] ?? []) {
        await ask(demo, {
          method: 'POST',
          path: '/api/now/table/task_time_worked',
          body: { task, user: dispatcher, comments },
        });
      }
    }
  });
  afterAll(() => demo.close());

  const find = async (demo: Demo, query: string): Promise<string> => {
    const path = '/api/now/table/wm_task';
    const whole = `short_descriptionSTARTSWITHQ ^${query}`;
    const reply = await ask(demo, {
      path,
      query: { sysparm_query: whole, sysparm_fields: 'short_description' },
    });
    return rowsOf(reply)
      .map((row) => String(row['short_description']).slice(2))
      .join(' ');
  };

  test.each(cases)('%s', async (query, finds) => {
    // ^NQ starts over, so the case that has one says what it means with its own groups.
    if (query.includes('^NQ')) {
      const reply = await ask(demo, {
        path: '/api/now/table/wm_task',
        query: { sysparm_query: `${query}^short_descriptionSTARTSWITHQ ` },
      });
      expect(rowsOf(reply).map((row) => row['short_description'])).toEqual(['Q Beta']);
    } else {
      expect(await find(demo, query)).toBe(finds);
    }
  });
});
