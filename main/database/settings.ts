import type { Reader, Writer } from './database.ts';
import { build, query } from './query.ts';

/** Names of the values kept one by one. */
export type SettingName =
  /** Origin of the instance and sys_id of the user this database belongs to, as JSON `{ instance, user }`. */
  | 'owner'
  /** The definition in force, as the instance sent it. */
  | 'definition'
  /** JSON: DefinitionSource, where it comes from; from the instance's usual place when not set. */
  | 'definition-source'
  /** ISO instant at which it came into force. */
  | 'definition-loaded-at'
  /** JSON: problems of a newer definition that was refused. */
  | 'definition-problems'
  /** The same of a file. */
  | 'definition-file-problems'
  /** `true` while the person wants to work offline. */
  | 'work-offline'
  /** JSON: until when nothing is sent, and why; written by main/delivery/breaker.ts. */
  | 'pause'
  /** Whether the instance creates records under the sys_id they are sent with: `true` or `false`, as last seen. */
  | 'keeps-sys-ids'
  /** JSON: Measured, how far the instance's clock was from the laptop's when it was last looked at. */
  | 'clock';

const read = query<{ name: string }, { value: string }>((p) =>
  build.selectFrom('setting').select('value').where('name', '=', p('name')),
);

const write = query<{ name: string; value: string }>((p) =>
  build
    .insertInto('setting')
    .values({ name: p('name'), value: p('value') })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
    ),
);

/** The value of a setting; null when it was never set. */
export function readSetting(reader: Reader, name: SettingName): string | null {
  return reader.first(read, { name })?.value ?? null;
}

/** Null takes the setting away. */
export function writeSetting(writer: Writer, name: SettingName, value: string | null): void {
  if (value === null) writer.execute(build.deleteFrom('setting').where('name', '=', name));
  else writer.run(write, { name, value });
}
