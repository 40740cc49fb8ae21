import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../main/host/bundle.ts';
import { killOften } from './kills.ts';

// `npm run crash [-- --kills N --seed S]`: real processes, killed by SIGKILL.
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
await buildIfNeeded();
const { kills, lost, doubled } = await killOften(Number(values.kills), Number(values.seed), (line) => {
  console.log(line);
});
console.log(`${kills} kills, ${lost} lost, ${doubled} doubled`);
// The line that CI counts by: kills that cost nothing, and what was lost or doubled.
console.log(`${Math.max(0, kills - lost - doubled)} passed, ${lost + doubled} failed`);
process.exitCode = lost + doubled > 0 ? 1 : 0;
