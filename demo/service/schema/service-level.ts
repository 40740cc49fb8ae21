import { choice, flag, plain, reference, text, time } from '../../schema/column.ts';
import { table } from '../../schema/table.ts';

const stages = [
  ['in_progress', 'In progress'],
  ['paused', 'Paused'],
  ['completed', 'Completed'],
  ['cancelled', 'Cancelled'],
] as const;

const definition = table({
  name: 'contract_sla',
  label: 'SLA Definition',
  display: 'name',
  columns: [
    text('name', 'Name', 100, { mandatory: true }),
    text('collection', 'Table', 80),
    text('start_condition', 'Start condition', 1000),
    plain('duration', 'Duration', 'glide_duration', 40),
    flag('active', 'Active', 'true'),
  ],
});

const level = table({
  name: 'task_sla',
  belongsBy: 'task',
  label: 'Task SLA',
  columns: [
    reference('task', 'Task', 'task'),
    reference('sla', 'SLA definition', 'contract_sla'),
    choice('stage', 'Stage', stages, 'in_progress'),
    time('start_time', 'Start time'),
    time('end_time', 'Stop time'),
    time('planned_end_time', 'Breach time'),
    time('pause_time', 'Pause time'),
    plain('business_pause_duration', 'Business pause duration', 'glide_duration', 40),
    plain('business_duration', 'Business elapsed time', 'glide_duration', 40),
    plain('business_time_left', 'Business time left', 'glide_duration', 40),
    plain('business_percentage', 'Business elapsed percentage', 'percent_complete', 40),
    flag('has_breached', 'Has breached', 'false'),
    flag('active', 'Active', 'true'),
  ],
});

/** Tables of what is promised about tasks, and of how it stands. */
export const serviceLevelTables = [definition, level];
