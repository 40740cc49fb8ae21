import { BaseSequencer, parseCLI, startVitest, type TestSpecification } from 'vitest/node';

/** How many tests passed and failed. A file that cannot be loaded counts as one that failed. */
export interface Count {
  passed: number;
  failed: number;
}

/**
 * Short files whose tests take long. Without results of a run before, as in CI, Vitest begins with the biggest files, and the
 * last ones would be waited for alone.
 */
const long = ['test/simulation/bugs.test.ts', 'test/crash/kill.test.ts'];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => long.some((name) => moduleId.endsWith(name));
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

/** Runs Vitest with the arguments of its command line, which prints its own summary. */
export async function runTests(args: string[]): Promise<Count> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const sequence = { ...options.sequence, sequencer: LongFirst };
  const vitest = await startVitest(filter, { ...options, sequence, watch: false, run: true });
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
