import { command } from './command.ts';

// `npm run simulate [-- --histories N --seed S --bug NAME --trace]`
process.exitCode = await command(process.argv.slice(2));
