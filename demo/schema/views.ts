/** Fields by view and table, for `sysparm_view`. A view that a table does not have shows everything. */
const views = new Map<string, readonly string[]>([
  [
    'mobile wm_task',
    ['number', 'short_description', 'state', 'priority', 'assigned_to', 'location', 'expected_start'],
  ],
  ['mobile wm_order', ['number', 'short_description', 'state', 'priority', 'company', 'location']],
  ['mobile sys_user', ['name', 'title', 'mobile_phone', 'email']],
]);

/** The fields a view of the table has; null when there is no such view. */
export function viewOf(table: string, name: string | null): readonly string[] | null {
  return views.get(`${name ?? ''} ${table}`) ?? null;
}
