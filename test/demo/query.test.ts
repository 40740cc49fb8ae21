import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/seed/sow.ts';
import { ask, rowsOf, testDemo } from './ask.ts';

const OPERATORS = 'ServiceNowDocs platform-user-interface/r_OpAvailableFiltersQueries.md';
const GRAMMAR = 'ServiceNowDocs platform-user-interface/c_EncodedQueryStrings.md';
const PRECEDENCE = 'servicenow.github.io/sdk/guides/encoded-query-guide';
const dispatcher = idOf('sys_user dispatcher');

/** Records made for this: nothing else carries their prefix. */
const records = [
  { short_description: 'Q alpha', priority: '1', skills: 'Pumps', expected_start: '2026-06-16 08:00:00' },
  { short_description: 'Q Beta', priority: '2', skills: '', expected_start: '2026-06-17 00:30:00' },
  {
    short_description: 'Q gamma=1',
    priority: '3',
    skills: 'Pumps, Valves',
    expected_start: '2026-06-18 08:00:00',
  },
  {
    short_description: 'Q delta',
    priority: '10',
    skills: 'Valves',
    expected_start: '',
    assigned_to: dispatcher,
  },
];

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
  ['priorityMATCH_RGX(a+)+', 'alpha Beta gamma=1 delta', 'chosen'],
  ['RLQUERYwm_task.parent,>=1^state=1^ENDRLQUERY^priority=1', 'alpha', 'chosen'],
  ['123TEXTQUERY321=q valves', 'gamma=1 delta', GRAMMAR],
  ['ORDERBYDESCpriority', 'delta gamma=1 Beta alpha', GRAMMAR],
  ['ORDERBYskills^ORDERBYDESCpriority', 'Beta alpha gamma=1 delta', GRAMMAR],
  ['ORDERBYexpected_start', 'delta alpha Beta gamma=1', GRAMMAR],
];

describe('Encoded queries', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await testDemo();
    for (const body of records) await ask(demo, { method: 'POST', path: '/api/now/table/wm_task', body });
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
