import { buildIfNeeded } from '../scripts/bundle.ts';
import { report, runTests } from './support/run-tests.ts';

// `npm test [-- WHAT OF VITEST'S]`: everything that must hold, journeys in a browser on the web host among it.
await buildIfNeeded();
report(await runTests(process.argv.slice(2)));
