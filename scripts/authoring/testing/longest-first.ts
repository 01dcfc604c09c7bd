// The order of test files: those that take longest first, so that none of them is left running alone at the end.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes a worker longer than half a minute of a whole run, the longest first. */
const LONGEST = [
  'scripts/conversation/race.test.ts',
  'scripts/conversation/crashes.test.ts',
  'scripts/conversation/lost-replies.test.ts',
  'scripts/conversation/matrix.test.ts',
  'site/tests/accessibility.test.ts',
  'site/tests/browser.test.ts',
  'scripts/readme.test.ts',
  'scripts/commands/publish.test.ts',
  'scripts/commands/serve-outage.test.ts',
  'scripts/commands/broken-incident.test.ts',
  'scripts/sitebuild/incremental.test.ts',
  'scripts/commands/build-work.test.ts',
  'scripts/commands/incident.test.ts',
  'scripts/validation/planted.test.ts',
  'scripts/signals/contract-mutations.test.ts',
];

/** Vitest's own order behind them: files of one project stay together, since they share their modules. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // oxlint-disable-next-line unicorn/no-array-sort
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
  return rank === -1 ? LONGEST.length : rank;
}
