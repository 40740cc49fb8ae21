import { z } from 'zod';

/** The small words of a definition. */

/** Name of a table, a field, an input. */
export const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'must be a lower-case name such as wm_task');

/** Id of a list, a form, an action. */
export const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a lower-case id such as my-tasks');

/** What people read. */
export const label = z.string().min(1, 'must not be empty');

/** An encoded query, such as `state=16^assigned_to=javascript:gs.getUserID()`. */
export const query = z.string();

/**
 * A text in which `{input.note}`, `{record.number}`, `{user.sys_id}`, `{user.name}`, `{now}` (see `times`) and
 * `{steps.<as>.sys_id}` are replaced.
 */
export const template = z.string();
