import { parseCLI, startVitest } from 'vitest/node';

/** How many tests passed and failed. A file that cannot be loaded counts as one that failed. */
export interface Count {
  passed: number;
  failed: number;
}

/** Runs Vitest with the arguments of its command line, which prints its own summary. */
export async function runTests(args: string[]): Promise<Count> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const vitest = await startVitest(filter, { ...options, watch: false, run: true });
  const count = { passed: 0, failed: vitest.state.getUnhandledErrors().length };
  for (const module of vitest.state.getTestModules()) {
    const tests = [...module.children.allTests()].map((test) => test.result().state);
    count.passed += tests.filter((state) => state === 'passed').length;
    const failed = tests.filter((state) => state === 'failed').length;
    count.failed += failed === 0 && !module.ok() ? 1 : failed;
  }
  await vitest.close();
  return count;
}

/** The last line that people, CI and outside checks read, and the exit code. */
export function report({ passed, failed }: Count): void {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
