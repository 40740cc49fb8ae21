import { buildIfNeeded } from '../main/host/bundle.ts';
import { report, runTests } from './support/runTests.ts';

// `npm test [-- WHAT OF VITEST'S]`: everything that must hold, journeys in a browser on the web host among it.
await buildIfNeeded();
report(await runTests(process.argv.slice(2)));
