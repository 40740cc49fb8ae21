import type { Session, Settings } from '../../preload/contract/session.ts';
import { definitionProblems } from '../account/definitions.ts';
import { sourceOf } from '../account/source.ts';
import type { Account } from '../account/account.ts';
import { readSetting } from '../database/settings.ts';
import { progressOf } from '../records/datasets.ts';
import { countRows } from '../records/row.ts';
import type { Services } from '../services.ts';

/** What the Settings screen tells. */
export function settings({ catalog, database }: Account, session: Session, services: Services): Settings {
  return {
    session,
    dataFolder: services.folder,
    definition: {
      version: catalog.definition.version,
      loadedAt: readSetting(database, 'definition-loaded-at') ?? '',
      source: sourceOf(database),
      problems: definitionProblems(database),
    },
    datasets: [...catalog.tables.values()].map((table) => ({
      table: table.name,
      label: table.label,
      rows: countRows(database, table),
      asOf: progressOf(database, table.name).asOf,
    })),
    secrets: services.secrets.kind,
  };
}
