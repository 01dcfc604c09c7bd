import { availableParallelism } from 'node:os';
import type { Plugin, ResolvedConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/authoring/testing/longest-first.ts';

/** Their tests start many processes of their own, which costs the more the larger the process is that starts them. */
const STARTING_PROCESSES = [
  'scripts/*.test.ts',
  'scripts/{apply,authoring,command-support,commands,publishing,sitebuild,workspace}/**/*.test.ts',
  'site/tests/**/*.test.ts',
];

/** They talk to the double of GitHub, whose description takes longer to compile than most of them take: once per process. */
const TALKING_TO_THE_DOUBLE = ['scripts/{conversation,github,projection}/**/*.test.ts'];

/** Packages in the build that the program gets: some bring another for development, which checks itself all the time. */
const AS_THE_PROGRAM = {
  name: 'packages-as-the-program',
  configResolved: ({ ssr, environments }: ResolvedConfig): void => {
    for (const { resolve } of [ssr, ...Object.values(environments)])
      if (resolve?.conditions !== undefined)
        resolve.conditions = resolve.conditions.filter((name) => !name.includes('development'));
  },
} satisfies Plugin;

export default defineConfig({
  plugins: [AS_THE_PROGRAM],
  test: {
    pool: 'forks',
    globalSetup: ['scripts/cli/testing/memory-folder.ts', 'scripts/cli/testing/gather-program.ts'],
    setupFiles: ['scripts/authoring/testing/property-seed.ts'],
    sequence: { sequencer: LongestFirst },
    // Tests wait for processes of their own, and for disks and clocks: one at a time for each core leaves cores idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Limits end what hangs and judge no speed: a machine may be several times slower, or busy.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'processes',
          isolate: true,
          include: STARTING_PROCESSES,
          globalSetup: ['site/tests/installed-browser.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'double', isolate: false, include: TALKING_TO_THE_DOUBLE },
      },
      {
        extends: true,
        test: {
          name: 'pure',
          isolate: false,
          include: ['{scripts,bench}/**/*.test.ts'],
          exclude: [...STARTING_PROCESSES, ...TALKING_TO_THE_DOUBLE],
        },
      },
    ],
  },
});
