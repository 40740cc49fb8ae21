import { defineConfig } from 'vitest/config';

/** The tests that have to notice a mutant: those of single parts, which need neither an instance nor a browser. */
export default defineConfig({
  test: { include: ['test/{outbox,sync,actions,records}/*.test.ts', 'test/properties/{view,merge}.test.ts'] },
});
