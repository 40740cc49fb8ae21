import { number, plain, text, time, type Column } from './column.ts';

/** How the records of a table are numbered by the instance, as `sys_number` says it there: `WOT0010001`, `WOT0010002`, ... */
export interface Numbering {
  prefix: string;
  /** The first number; each record gets the next one. */
  first: number;
}

/** How records of a staging table become records of another: the transform map of an import set. */
export interface TransformMap {
  name: string;
  target: string;
  /** Column of the target by column of the staging table. */
  fields: ReadonlyMap<string, string>;
  /** Column of the target by which a record is recognised as one that is there already. */
  coalesce: string;
}

/** A table of the instance: its columns (inherited and system columns included) and how its records are called. */
export interface Table {
  name: string;
  label: string;
  plural: string;
  /** The table this one extends, whose lists show these records too; empty for a root. */
  extends: string;
  columns: ReadonlyMap<string, Column>;
  /** The column a reference to such a record shows. */
  display: string;
  /** How its records are numbered unless they bring a number; null when they have none. */
  numbering: Numbering | null;
  /** Fields by the name of a view, for `sysparm_view`. A view that the table does not have shows everything. */
  views: ReadonlyMap<string, readonly string[]>;
  /** The column that names the record each of its records belongs to, and is deleted with; empty when they stand alone. */
  belongsBy: string;
  /** What becomes of its records, when it is a staging table. */
  transform: TransformMap | null;
}

interface Described {
  name: string;
  label: string;
  plural?: string;
  extends?: Table;
  display?: string;
  numbering?: Numbering;
  views?: Record<string, readonly string[]>;
  belongsBy?: string;
  transform?: TransformMap;
  columns: Column[];
}

const system = (table: string): Column[] => [
  plain('sys_id', 'Sys ID', 'GUID', 32, { readOnly: true }),
  plain('sys_class_name', 'Class', 'sys_class_name', 80, { readOnly: true, default: table }),
  time('sys_created_on', 'Created', { readOnly: true }),
  text('sys_created_by', 'Created by', 40, { readOnly: true }),
  time('sys_updated_on', 'Updated', { readOnly: true }),
  text('sys_updated_by', 'Updated by', 40, { readOnly: true }),
  number('sys_mod_count', 'Updates', { readOnly: true, default: '0' }),
  plain('sys_domain', 'Domain', 'domain_id', 32, { readOnly: true, default: 'global' }),
  text('sys_domain_path', 'Domain Path', 255, { readOnly: true, default: '/' }),
  text('sys_tags', 'Tags', 255, { readOnly: true }),
];

/** Puts a table together: own columns win over inherited ones, which win over the system's. */
export function table(described: Described): Table {
  const columns = new Map<string, Column>();
  const inherited = described.extends ? [...described.extends.columns.values()] : [];
  for (const column of [...inherited, ...system(described.name), ...described.columns]) {
    columns.set(column.name, column);
  }
  return {
    name: described.name,
    label: described.label,
    plural: described.plural ?? `${described.label}s`,
    extends: described.extends?.name ?? '',
    columns,
    display: described.display ?? described.extends?.display ?? 'sys_id',
    numbering: described.numbering ?? null,
    views: new Map(Object.entries(described.views ?? {})),
    belongsBy: described.belongsBy ?? '',
    transform: described.transform ?? null,
  };
}
