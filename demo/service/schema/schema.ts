import { peopleTables } from '../../schema/people.ts';
import { Schema } from '../../schema/schema.ts';
import { systemTables } from '../../schema/system.ts';
import { fieldServiceTables } from './field-service.ts';
import { importTables } from './import.ts';
import { serviceLevelTables } from './service-level.ts';

/** Every table of the field-service company's instance. */
export const schema = new Schema([
  ...peopleTables,
  ...fieldServiceTables,
  ...serviceLevelTables,
  ...systemTables,
  ...importTables,
]);
