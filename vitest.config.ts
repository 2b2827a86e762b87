import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes longest begins first, and files of a project follow each other: some share their modules. */
const order = ['crash', 'e2e', 'sdk-browser-pages', 'server-postgres', 'server-sqlite', 'core'];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) =>
      (order.indexOf(project.name) + 1 || 99) as number;
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    projects: ['*/vitest.config.ts', '*/vitest.*.config.ts', 'examples/*/vitest.config.ts'],
    // Many wait for servers and browsers: no processor is kept free.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
  },
});
