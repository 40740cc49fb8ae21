import type { Menu } from '../page/layout.ts';

/** The tables worth a place at the side of the demo's page, in this order. */
export const menu: Menu = {
  title: 'Field service',
  tables: [
    'wm_task',
    'wm_order',
    'x_outpost_shift',
    'sys_user',
    'cmn_location',
    'core_company',
    'sys_user_group',
  ],
};
