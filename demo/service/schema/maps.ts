/** How records of a staging table become records of another: the transform map of an import set. */
export interface TransformMap {
  name: string;
  staging: string;
  target: string;
  /** Column of the target by column of the staging table. */
  fields: ReadonlyMap<string, string>;
  /** Column of the target by which a record is recognised as one that is there already. */
  coalesce: string;
}

/** The import sets of the demo. */
export const transformMaps: readonly TransformMap[] = [
  {
    name: 'Field service tasks',
    staging: 'x_outpost_imp_task',
    target: 'wm_task',
    fields: new Map([
      ['u_number', 'number'],
      ['u_short_description', 'short_description'],
      ['u_description', 'description'],
      ['u_priority', 'priority'],
      ['u_skills', 'skills'],
      ['u_state', 'state'],
    ]),
    coalesce: 'number',
  },
  {
    name: 'Customers',
    staging: 'x_outpost_imp_company',
    target: 'core_company',
    fields: new Map([
      ['u_name', 'name'],
      ['u_street', 'street'],
      ['u_city', 'city'],
      ['u_zip', 'zip'],
      ['u_phone', 'phone'],
    ]),
    coalesce: 'name',
  },
];
