/** How the records of a table are numbered by the instance, as `sys_number` says it there. */
export interface Numbering {
  prefix: string;
  /** The first number; each record gets the next one. */
  first: number;
}

/** Tables whose records get a number unless they bring one: `WOT0010001`, `WOT0010002`, ... */
export const numbering: ReadonlyMap<string, Numbering> = new Map([
  ['wm_order', { prefix: 'WO', first: 10_001 }],
  ['wm_task', { prefix: 'WOT', first: 10_001 }],
  ['sys_import_set', { prefix: 'ISET', first: 10_001 }],
  ['x_outpost_shift', { prefix: 'SHFT', first: 1001 }],
]);
