/** Figures of one group of records: every number a string, those of fields nested under their function. */
export interface Stats {
  count?: string;
  avg?: Record<string, string>;
  min?: Record<string, string>;
  max?: Record<string, string>;
  sum?: Record<string, string>;
}

/** Figures with what the records have in common. */
export interface Group {
  stats: Stats;
  groupby_fields: { field: string; value: string; display_value?: string }[];
}
