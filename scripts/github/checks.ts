// Check runs: what Tocsin says of a commit, as gates of a pull request. GitHub lets only Apps write them.
import { type Answer, mapAnswer } from './answer.ts';
import type { Client } from './client.ts';

/** What a check says. */
export type CheckReport = {
  /** Null while it is still being worked on. */
  readonly conclusion: 'success' | 'failure' | 'neutral' | null;
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
};

/** A check that exists. */
export type Check = {
  readonly id: number;
  readonly name: string;
  readonly conclusion: string | null;
};

/** What Tocsin needs of checks. */
export type Checks = {
  /** Starts or concludes a check of a commit; the latest of a name counts. */
  readonly create: (name: string, commit: string, report: CheckReport) => Promise<Answer<Check>>;
  readonly update: (id: number, report: CheckReport) => Promise<Answer<Check>>;
  readonly list: (commit: string) => Promise<Answer<readonly Check[]>>;
};

/** Checks in the client's repository. */
export function createChecks({ place, ask }: Client): Checks {
  return {
    create: async (name, commit, report) =>
      mapAnswer(
        await ask('create a check', ({ rest }) =>
          rest.checks.create({ ...place, name, head_sha: commit, ...fieldsOf(report) }),
        ),
        ({ data }) => readCheck(data),
      ),
    update: async (id, report) =>
      mapAnswer(
        await ask('update a check', ({ rest }) =>
          rest.checks.update({ ...place, check_run_id: id, ...fieldsOf(report) }),
        ),
        ({ data }) => readCheck(data),
      ),
    list: async (commit) =>
      mapAnswer(
        await ask('list checks', (octokit) =>
          octokit.paginate(octokit.rest.checks.listForRef, {
            ...place,
            ref: commit,
            per_page: 100,
          }),
        ),
        (found) => found.map(readCheck),
      ),
  };
}

function fieldsOf({ conclusion, title, summary }: CheckReport) {
  const output = { title, summary };
  return conclusion === null
    ? { status: 'in_progress' as const, output }
    : { status: 'completed' as const, conclusion, output };
}

function readCheck(data: Check): Check {
  return { id: data.id, name: data.name, conclusion: data.conclusion };
}
