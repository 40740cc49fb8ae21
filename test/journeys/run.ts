import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../scripts/bundle.ts';
import { electronBinary } from '../../main/host/start/electron-binary.ts';
import { report, runTests } from '../support/run-tests.ts';

/**
 * `npm run journeys [-- --host web|electron] [--app PROGRAM] [NAMES]`: people's stories in the built app. `--app` runs
 * them in a packaged one.
 */
const { values, positionals } = parseArgs({
  options: { host: { type: 'string', default: 'web' }, app: { type: 'string' } },
  allowPositionals: true,
});

if (values.host !== 'web' && values.host !== 'electron') {
  console.error(`--host is web or electron, not "${values.host}".`);
  process.exit(2);
}
process.env['OUTPOST_HOST'] = values.host;
if (values.app !== undefined) process.env['OUTPOST_PACKAGED'] = values.app;

const binary = values.host === 'electron' && values.app === undefined ? await electronBinary() : null;
if (binary !== null && 'missing' in binary) {
  console.log(`Journeys in Electron are skipped: ${binary.missing}.`);
} else {
  await buildIfNeeded();
  report(await runTests(['--project', 'journeys', ...positionals]));
}
