import { moment, stamp } from '../../clock.ts';
import { read } from '../../store/row.ts';
import { definitionFor, standing } from '../rules/service-level.ts';
import { DAY, HOUR, idOf, sow, type Field } from './sow.ts';

/** Hours of business that a task of each priority may take. */
const hours = [
  ['1', 'Critical', 4],
  ['2', 'High', 8],
  ['3', 'Moderate', 24],
  ['4', 'Low', 72],
  ['5', 'Planning', 168],
] as const;

/** Tasks beyond these come under their service level with the first change. */
const MOST = 200;

/** What is promised by priority, and how it stands with the first tasks that are open. */
export function sowServiceLevels(field: Field): void {
  const made = field.today - 400 * DAY;
  for (const [priority, named, count] of hours) {
    const values = {
      name: `${named}: done in ${count} hours`,
      collection: 'wm_task',
      start_condition: `priority=${priority}`,
      duration: stamp(count * HOUR),
    };
    sow(field, 'contract_sla', idOf(`contract_sla ${priority}`), values, made);
  }
  for (let index = 0; index < Math.min(MOST, field.tasks); index += 1) {
    const task = field.store.get('wm_task', idOf(`wm_task ${index}`));
    const definition = definitionFor(field.store, read(task, 'priority'));
    const dispatched = moment(read(task, 'dispatched_on'));
    if (!definition || dispatched === null || read(task, 'active') !== 'true') continue;
    const started = { start_time: stamp(Math.min(dispatched, field.now)) };
    const values = {
      ...standing(definition, read(task, 'state'), started, field.now),
      task: read(task, 'sys_id'),
    };
    sow(field, 'task_sla', idOf(`task_sla ${index}`), values, dispatched, field.now, 'system');
  }
}
