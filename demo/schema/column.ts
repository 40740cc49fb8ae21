/** What a column holds, in the instance's own words (`internal_type` of its dictionary entry). */
export type ColumnType =
  | 'GUID'
  | 'string'
  | 'integer'
  | 'percent_complete'
  | 'boolean'
  | 'reference'
  | 'glide_date_time'
  | 'glide_duration'
  | 'email'
  | 'phone_number_e164'
  | 'journal_input'
  | 'journal_list'
  | 'domain_id'
  | 'user_input'
  | 'sys_class_name';

/** Columns whose values are numbers, compared as such. */
export function isNumber({ type }: Column): boolean {
  return type === 'integer' || type === 'percent_complete';
}

interface Choice {
  value: string;
  label: string;
}

/** One column of a table, as its dictionary entry describes it. */
export interface Column {
  name: string;
  label: string;
  type: ColumnType;
  maxLength: number;
  /** Forms ask for it. What is enforced on the way in is a data policy. */
  mandatory: boolean;
  readOnly: boolean;
  /** What a new record gets when nothing was said. */
  default: string;
  /** The table that a reference points into; empty for everything else. */
  reference: string;
  choices: readonly Choice[];
  /** Those of its values that close the record: of a `state`. */
  closing: readonly string[];
  /** Only administrators read it, whatever else may be read of the record. */
  restricted: boolean;
}

type Options = Partial<Pick<Column, 'mandatory' | 'readOnly' | 'default' | 'maxLength' | 'restricted'>>;

function column(
  name: string,
  label: string,
  type: ColumnType,
  maxLength: number,
  more: Partial<Column> = {},
): Column {
  return {
    name,
    label,
    type,
    maxLength,
    mandatory: false,
    readOnly: false,
    default: '',
    reference: '',
    choices: [],
    closing: [],
    restricted: false,
    ...more,
  };
}

export function text(name: string, label: string, maxLength: number, more: Options = {}): Column {
  return column(name, label, 'string', maxLength, more);
}

export function time(name: string, label: string, more: Options = {}): Column {
  return column(name, label, 'glide_date_time', 40, more);
}

export function number(name: string, label: string, more: Options = {}): Column {
  return column(name, label, 'integer', 40, more);
}

export function flag(name: string, label: string, initially: 'true' | 'false', more: Options = {}): Column {
  return column(name, label, 'boolean', 40, { ...more, default: initially });
}

export function reference(name: string, label: string, table: string, more: Options = {}): Column {
  return column(name, label, 'reference', 32, { ...more, reference: table });
}

/** A column with a list of choices, in the order they are shown; its type follows from their values. */
export function choice(
  name: string,
  label: string,
  pairs: readonly (readonly [value: string, label: string])[],
  initially: string,
  closing: readonly string[] = [],
): Column {
  const type = pairs.every(([value]) => /^-?\d+$/.test(value)) ? 'integer' : 'string';
  const choices = pairs.map(([value, named]) => ({ value, label: named }));
  return column(name, label, type, 40, { choices, default: initially, closing });
}

/** Write-only: what is written becomes an entry of the record's journal, and the column itself reads as empty. */
export function journal(name: string, label: string): Column {
  return column(name, label, 'journal_input', 4000);
}

export function plain(
  name: string,
  label: string,
  type: ColumnType,
  maxLength: number,
  more: Options = {},
): Column {
  return column(name, label, type, maxLength, more);
}
