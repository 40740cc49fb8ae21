import { join } from 'node:path';
import { test as plain } from 'vitest';
import type { Call, Question, Reply } from '../../../preload/contract/calls.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import { ProcessBridge } from './bridge.ts';
import { Instance } from './instance.ts';
import { MainProcess } from './main-process.ts';
import type { InstanceOptions, LaptopOptions } from './protocol.ts';

/** Outpost on one laptop, in another process. */
export interface Outpost {
  /** What the screens under test are given. */
  bridge: ProcessBridge;
  /** Asks past the screens, as another window would, and returns the value; a failure fails the test. */
  ask: <C extends Call>(call: C, question: Question<C>) => Promise<Reply<C>>;
}

interface Fixtures {
  /** How the instance is to be: `test.override({ instanceOptions: { tasks: 500 } })`. */
  instanceOptions: InstanceOptions;
  /** A new one for each test. */
  instance: Instance;
  /** Starts Outpost on a laptop, signed in as the dispatcher unless the options say otherwise. */
  start: (options?: Partial<Omit<LaptopOptions, 'address'>>) => Promise<Outpost>;
  /** Outpost on the one laptop of most tests. */
  outpost: Outpost;
  /** Lets time go by, on the laptops as on the instance. */
  pass: (ms: number) => Promise<void>;
}

/** Renderer tests go against the real engine and a demo instance: a process with both for each file, new ones for each test. */
export const test = plain.extend<Fixtures & { main: MainProcess }>({
  main: [
    // Vitest reads off this pattern which fixtures are asked for: none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const main = new MainProcess();
      await use(main);
      await main.end();
    },
    { scope: 'file' },
  ],
  instanceOptions: { tasks: 60, rules: join(import.meta.dirname, 'rules') },
  instance: async ({ main, instanceOptions }, use) => {
    await use(new Instance(await main.run('begin', instanceOptions)));
  },
  start: async ({ main, instance }, use) => {
    const bridges = new Map<string, ProcessBridge>();
    main.heard = ({ laptop, event, news }) => bridges.get(laptop)?.hear(event, news);
    await use(async ({ laptop = 'first', userName = 'dispatcher', definition = null } = {}) => {
      const bridge = new ProcessBridge(main, laptop);
      bridges.set(laptop, bridge);
      await main.run('start', { laptop, address: instance.url, userName, definition });
      return { bridge, ask: (call, question) => valueOf(main, laptop, call, question) };
    });
    // Its windows are closed.
    main.heard = () => undefined;
  },
  outpost: async ({ start }, use) => {
    await use(await start());
  },
  pass: async ({ main }, use) => {
    await use((ms) => main.run('pass', ms));
  },
});

async function valueOf<C extends Call>(
  main: MainProcess,
  laptop: string,
  call: C,
  question: Question<C>,
): Promise<Reply<C>> {
  const answer = (await main.run('ask', laptop, call, question)) as Answer<Reply<C>>;
  if (answer.ok) return answer.value;
  throw new Error(`${call}: ${JSON.stringify(answer.failure)}`);
}
