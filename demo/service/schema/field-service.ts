import { choice, flag, journal, number, plain, reference, text, time } from '../../schema/column.ts';
import { table } from '../../schema/table.ts';
import { closedStates, orderStates, taskStates } from './states.ts';

const priorities = [
  ['1', '1 - Critical'],
  ['2', '2 - High'],
  ['3', '3 - Moderate'],
  ['4', '4 - Low'],
  ['5', '5 - Planning'],
] as const;
const openings = [
  ['1', 'Open'],
  ['2', 'Work in Progress'],
  ['3', 'Closed Complete'],
] as const;
const subStates = [
  ['on_route', 'On Route'],
  ['onsite', 'Onsite Arrival'],
  ['complete', 'Complete'],
] as const;
const shiftStates = [
  ['open', 'Open'],
  ['closed', 'Closed'],
] as const;

const task = table({
  name: 'task',
  label: 'Task',
  display: 'number',
  columns: [
    text('number', 'Number', 40),
    text('short_description', 'Short description', 160),
    text('description', 'Description', 4000),
    choice('state', 'State', openings, '1', closedStates),
    choice('priority', 'Priority', priorities, '4'),
    flag('active', 'Active', 'true'),
    reference('assigned_to', 'Assigned to', 'sys_user'),
    reference('assignment_group', 'Assignment group', 'sys_user_group'),
    reference('company', 'Company', 'core_company'),
    reference('location', 'Location', 'cmn_location'),
    reference('parent', 'Parent', 'task'),
    time('opened_at', 'Opened'),
    reference('opened_by', 'Opened by', 'sys_user'),
    time('expected_start', 'Scheduled start'),
    time('work_start', 'Actual work start'),
    time('work_end', 'Actual work end'),
    time('closed_at', 'Closed'),
    reference('closed_by', 'Closed by', 'sys_user'),
    text('close_notes', 'Close notes', 4000),
    journal('work_notes', 'Work notes'),
    journal('comments', 'Additional comments'),
    plain('comments_and_work_notes', 'Comments and Work notes', 'journal_list', 4000, { readOnly: true }),
  ],
});

// On an instance the order and task of any service management application; here work orders are the only one.
const serviceOrder = table({ name: 'sm_order', label: 'Service Order', extends: task, columns: [] });
const serviceTask = table({ name: 'sm_task', label: 'Service Order Task', extends: task, columns: [] });

const order = table({
  name: 'wm_order',
  label: 'Work Order',
  numbering: { prefix: 'WO', first: 10_001 },
  views: {
    mobile: ['number', 'short_description', 'state', 'priority', 'company', 'location'],
  },
  extends: serviceOrder,
  columns: [
    choice('state', 'State', orderStates, '1', closedStates),
    text('short_description', 'Short description', 160, { mandatory: true }),
    reference('caller', 'Caller', 'sys_user'),
    reference('contact', 'Contact', 'sys_user'),
    reference('qualification_group', 'Qualification group', 'sys_user_group'),
    time('requested_due_by', 'Requested due by'),
    flag('needs_attention', 'Needs attention', 'false'),
  ],
});

const orderTask = table({
  name: 'wm_task',
  label: 'Work Order Task',
  numbering: { prefix: 'WOT', first: 10_001 },
  views: {
    mobile: ['number', 'short_description', 'state', 'priority', 'assigned_to', 'location', 'expected_start'],
  },
  extends: serviceTask,
  columns: [
    choice('state', 'State', taskStates, '1', closedStates),
    text('short_description', 'Short description', 160, { mandatory: true }),
    choice('sub_state', 'Sub state', subStates, ''),
    reference('parent', 'Parent', 'wm_order'),
    reference('dispatch_group', 'Dispatch group', 'sys_user_group'),
    text('skills', 'Skills', 255),
    time('estimated_end', 'Estimated end'),
    plain('estimated_work_duration', 'Estimated work duration', 'glide_duration', 40),
    time('window_start', 'Window start'),
    time('window_end', 'Window end'),
    time('actual_travel_start', 'Actual travel start'),
    time('dispatched_on', 'Dispatched on', { readOnly: true }),
    number('reassignment_count', 'Reassignment count', { readOnly: true, default: '0' }),
    flag('needs_attention', 'Needs attention', 'false'),
  ],
});

const shift = table({
  name: 'x_outpost_shift',
  label: 'Shift',
  numbering: { prefix: 'SHFT', first: 1001 },
  display: 'number',
  columns: [
    text('number', 'Number', 40),
    reference('user', 'User', 'sys_user', { mandatory: true }),
    choice('state', 'State', shiftStates, 'open'),
    time('started', 'Started'),
    time('ended', 'Ended'),
  ],
});

const timeWorked = table({
  name: 'task_time_worked',
  label: 'Time Worked',
  plural: 'Time Worked',
  display: 'comments',
  columns: [
    reference('task', 'Task', 'task', { mandatory: true }),
    reference('user', 'User', 'sys_user'),
    number('time_in_seconds', 'Time in seconds'),
    time('work_date', 'Work date'),
    text('comments', 'Comments', 4000),
  ],
});

/** Tables of field service, with the shifts that Outpost's own application adds. */
export const fieldServiceTables = [task, serviceOrder, serviceTask, order, orderTask, shift, timeWorked];
