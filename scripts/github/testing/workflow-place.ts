// Where the steps of workflows run: a checkout with the action in one file, an npm that writes down how it is called, and a GitHub.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { git, GIT_ENVIRONMENT, writeOrganisation } from '../../apply/testing/repository.ts';
import { makeAction } from '../../authoring/bundle.ts';
import type { Double } from './double.ts';
import { type JobResult, runWorkflow } from './run-workflow.ts';
import { ON, readWorkflow, readWorkflowText } from './workflows.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** The variables of the repository, and of the runner. */
export type Surroundings = {
  readonly vars: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Everything that a test of steps needs beside a GitHub. */
export type WorkflowPlace = {
  readonly folder: string;
  readonly checkout: string;
  /** Where npm writes down how it is called. */
  readonly log: string;
  readonly run: (
    name: string,
    event: string,
    payload: unknown,
    surroundings?: Surroundings,
  ) => Promise<readonly JobResult[]>;
  /** Commits all that changed in the checkout; gives the commit. */
  readonly commitAll: (message: string) => string;
  /** How npm is called for a page: Tocsin lies in one folder, the organisation in the one that is worked in. */
  readonly buildOf: (audience: string, out: string) => readonly string[];
  /** How npm was called. */
  readonly npmCalls: () => readonly string[];
  readonly close: () => void;
};

/** Makes a place; it costs seconds, since the action is made. Close it afterwards. */
export async function startWorkflowPlace(double: Double): Promise<WorkflowPlace> {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-steps-'));
  const checkout = join(folder, 'checkout');
  const log = join(folder, 'npm.log');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin/npm'),
    `#!/bin/sh
echo "npm $*" >> '${log}'
case "$*" in *build*)
  for out; do :; done
  umask 077 && mkdir -p "$out" && echo page > "$out/index.html"
  exit "\${BUILD_EXIT:-0}";;
esac
`,
    { mode: 0o755 },
  );
  git(folder, 'clone', '--quiet', double.remote.path, checkout);
  writeOrganisation(checkout);
  for (const path of ['package.json', 'action.yml', 'action/setup.js', '.github/workflows'])
    cpSync(join(ROOT, path), join(checkout, path), { recursive: true });
  for (const [path, text] of Object.entries(await makeAction()))
    writeFileSync(join(checkout, path), text);
  appendFileSync(join(checkout, 'tocsin.yaml'), 'writer: actions\n');
  commitAll(checkout, 'An organisation begins here');
  git(checkout, 'push', '--quiet', 'origin', 'HEAD:main');
  for (const name of ['publish.yml', 'signals.yml'])
    await double.actions.install(name, readWorkflowText(name));
  return {
    folder,
    checkout,
    log,
    run: async (name, event, payload, { environment = {}, vars } = { vars: ON }) => {
      return await runWorkflow(await readWorkflow(name), {
        event,
        payload,
        workspace: checkout,
        temporary: join(folder, 'runner'),
        contexts: {
          vars,
          github: { token: double.accounts.workflow.token, repository: 'larder/incidents' },
        },
        environment: {
          ...definedOf(GIT_ENVIRONMENT),
          PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
          GITHUB_REPOSITORY: 'larder/incidents',
          GITHUB_ACTOR: 'wim',
          GITHUB_API_URL: double.url,
          ...environment,
        },
      });
    },
    commitAll: (message) => commitAll(checkout, message),
    buildOf: (audience, out) => {
      const toolkit = `--prefix ${checkout}/`;
      return [
        `npm ci --ignore-scripts ${toolkit}`,
        `npm run -s ${toolkit} tocsin -- build --root ${checkout} --audience ${audience} --out ${checkout}/${out}`,
      ];
    },
    npmCalls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function commitAll(checkout: string, message: string): string {
  git(checkout, 'add', '--all');
  git(checkout, 'commit', '--quiet', '--message', message);
  return git(checkout, 'rev-parse', 'HEAD');
}

function definedOf(values: typeof GIT_ENVIRONMENT): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
