import { readFlags } from './flags.ts';
import { isTaken } from './serve/listen.ts';
import { startDemo } from './server.ts';

/** `npm run demo`: the demo instance by itself, or as a child of `npm start`, whose end is then its own. */
async function main(): Promise<void> {
  const options = readFlags(process.argv.slice(2));
  const demo = await startDemo(options);
  const stop = (): void => {
    void demo.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  if (process.send) {
    process.once('disconnect', stop);
    process.send({ url: demo.url });
  }
  process.stdout.write(`Demo instance: ${demo.url}\n`);
  process.stdout.write(
    'Users: dispatcher, supervisor, technician, admin (the password is the same as the name)\n',
  );
}

main().catch((thrown: unknown) => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  process.stderr.write(isTaken(thrown) ? `The port is taken: ${message}\n` : `${message}\n`);
  process.exit(1);
});
