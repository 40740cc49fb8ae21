import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../scripts/bundle.ts';
import { killOften } from './kills.ts';

// `npm run crash [-- --kills N --seed S]`: real processes, killed by SIGKILL.
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
});
await buildIfNeeded();
const { kills, lost, doubled } = await killOften({
  kills: Number(values.kills),
  seed: Number(values.seed),
  tell: (line) => {
    console.log(line);
  },
});
console.log(`${kills} kills, ${lost} lost, ${doubled} doubled`);
process.exitCode = lost + doubled > 0 ? 1 : 0;
