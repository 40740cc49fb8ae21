import { Failed } from '../instance/failed.ts';
import type { Instance } from '../instance/instance.ts';
import type { TableMeta } from '../instance/meta.ts';
import type { Services } from '../services.ts';

/** An instance may refuse to tell of a table's dictionary; names then stand in for labels, and that is logged. */
export async function metasOf(
  instance: Instance,
  datasets: readonly { table: string }[],
  { log }: Pick<Services, 'log'>,
): Promise<TableMeta[]> {
  const metas: TableMeta[] = [];
  for (const { table } of datasets) {
    try {
      metas.push(await instance.meta(table));
    } catch (error) {
      if (!(error instanceof Failed) || error.failure.kind !== 'refused') throw error;
      log.warn(`the instance does not tell of the dictionary of ${table}: ${error.message}`);
    }
  }
  return metas;
}
