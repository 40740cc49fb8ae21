import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';

/** Another sender has taken this database over: whoever holds this error must write nothing more about deliveries. */
export class LeaseLost extends Error {
  constructor() {
    super('Another Outpost on this laptop has taken over for this account');
    this.name = 'LeaseLost';
  }
}

const read = query<Record<string, never>, { token: number }>(() =>
  build.selectFrom('sender_lease').select('token').where('only', '=', 1),
);

const write = query<{ token: number; taken_at: string }>((p) =>
  build
    .insertInto('sender_lease')
    .values({ only: 1, token: p('token'), taken_at: p('taken_at') })
    .onConflict((conflict) =>
      conflict
        .column('only')
        .doUpdateSet((row) => ({ token: row.ref('excluded.token'), taken_at: row.ref('excluded.taken_at') })),
    ),
);

/**
 * Makes the caller the one sender. Returns its fencing token. Whoever sent before finds its own token outdated at its next step
 * and stops; what it had on its way is of unknown outcome and is looked for (docs/peers.md, row 14).
 */
export function takeLease(writer: Writer, at: string): number {
  const token = (writer.first(read, {})?.token ?? 0) + 1;
  writer.run(write, { token, taken_at: at });
  return token;
}

/** To be called in every transaction that begins or ends an attempt, and right before its request leaves. Throws LeaseLost. */
export function holdLease(reader: Reader, token: number): void {
  if (reader.first(read, {})?.token !== token) throw new LeaseLost();
}
